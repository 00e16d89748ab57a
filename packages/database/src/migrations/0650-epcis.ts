import { ForwardMigration } from './forward-migration.js';

/**
 * EPCIS 2.0 events of every type, of a shipment or of none, and the declarations that some were in error. What is
 * queried by stands in columns made of the document itself, so that the two never differ.
 */
export class Epcis extends ForwardMigration {
  readonly name = 'epcis-0000000000650';
  protected readonly sql = `
    ALTER TABLE shipments.events
      DROP CONSTRAINT events_pkey,
      ALTER COLUMN shipment_id DROP NOT NULL,
      ALTER COLUMN biz_step DROP NOT NULL,
      ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY,
      ADD COLUMN declares_error boolean NOT NULL GENERATED ALWAYS AS (document ? 'errorDeclaration') STORED,
      ADD COLUMN error_declared_at timestamptz,
      ADD COLUMN event_type text NOT NULL GENERATED ALWAYS AS (document->>'type') STORED,
      ADD COLUMN action text GENERATED ALWAYS AS (document->>'action') STORED,
      ADD COLUMN read_point text GENERATED ALWAYS AS (document #>> '{readPoint,id}') STORED,
      ADD COLUMN biz_location text GENERATED ALWAYS AS (document #>> '{bizLocation,id}') STORED,
      ADD COLUMN epcs jsonb NOT NULL GENERATED ALWAYS AS (
        jsonb_path_query_array(document, '$.epcList[*]') || jsonb_path_query_array(document, '$.childEPCs[*]')) STORED,
      ADD COLUMN any_epcs jsonb NOT NULL GENERATED ALWAYS AS (
        jsonb_path_query_array(document, '$.epcList[*]') || jsonb_path_query_array(document, '$.childEPCs[*]')
        || jsonb_path_query_array(document, '$.inputEPCList[*]')
        || jsonb_path_query_array(document, '$.outputEPCList[*]')
        || jsonb_path_query_array(document, '$.parentID')) STORED,
      ADD COLUMN transactions jsonb NOT NULL GENERATED ALWAYS AS (
        jsonb_path_query_array(document, '$.bizTransactionList[*]')) STORED,
      ADD COLUMN corrective_event_ids jsonb NOT NULL GENERATED ALWAYS AS (
        jsonb_path_query_array(document, '$.errorDeclaration.correctiveEventIDs[*]')) STORED,
      -- A declaration repeats its event under the same eventID.
      ADD PRIMARY KEY (event_id, declares_error),
      ADD CHECK (declares_error = (error_declared_at IS NOT NULL));

    CREATE INDEX events_by_time ON shipments.events (event_time DESC, sequence DESC);
    CREATE INDEX events_by_record_time ON shipments.events (record_time);
    CREATE INDEX events_by_step ON shipments.events (biz_step, event_time DESC, sequence DESC);
    CREATE INDEX events_by_disposition ON shipments.events (disposition, event_time DESC, sequence DESC);
    CREATE INDEX events_by_read_point ON shipments.events (read_point, event_time DESC, sequence DESC);
    CREATE INDEX events_by_location ON shipments.events (biz_location, event_time DESC, sequence DESC);
    -- Nearly all events are observations of objects: these are found by their time.
    CREATE INDEX events_by_type ON shipments.events (event_type, event_time DESC, sequence DESC)
      WHERE event_type <> 'ObjectEvent';
    CREATE INDEX events_by_action ON shipments.events (action, event_time DESC, sequence DESC)
      WHERE action <> 'OBSERVE';
    CREATE INDEX error_declarations ON shipments.events (event_time DESC, sequence DESC) WHERE declares_error;
    CREATE INDEX error_declarations_by_time ON shipments.events (error_declared_at) WHERE declares_error;
    CREATE INDEX events_by_what ON shipments.events
      USING gin (epcs, any_epcs, transactions jsonb_path_ops, corrective_event_ids);
  `;
}
