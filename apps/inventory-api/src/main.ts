import { createService } from '@stockade/service';
import { inventoryApi } from './inventory-api.js';

await createService(inventoryApi);
