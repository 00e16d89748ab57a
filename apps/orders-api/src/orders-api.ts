import type { TokenSource } from '@stockade/auth';
import { createClient, keepAliveFetch } from '@stockade/clients';
import { inventory, jobs } from '@stockade/contracts';
import { SERVICE_TOKENS, SERVICE_URLS, type ServiceDefinition, type ServiceUrls } from '@stockade/service';
import { AmendOrder } from './amendments/amend-order.js';
import { Amendment } from './amendments/amendment.entity.js';
import { ListAmendments } from './amendments/list-amendments.js';
import { ApproveOrder } from './decisions/approve-order.js';
import { expireApproval } from './decisions/expire-approval.js';
import { RejectOrder } from './decisions/reject-order.js';
import { AcknowledgeOrder } from './delivery/acknowledge-order.js';
import { ShortCloseOrder } from './delivery/short-close-order.js';
import { takeUpReceipt } from './delivery/take-up-receipt.js';
import { TransmitOrder } from './delivery/transmit-order.js';
import { CloseDraft } from './drafts/close-draft.js';
import { CreateOrder } from './drafts/create-order.js';
import { OrderWindow } from './drafts/order-window.js';
import { CancelOrder } from './orders/cancel-order.js';
import { GetOrder } from './orders/get-order.js';
import { HoldOrder } from './orders/hold-order.js';
import { ListOrders } from './orders/list-orders.js';
import { Order } from './orders/order.entity.js';
import { OrderLine } from './orders/order-line.entity.js';
import { ResumeOrder } from './orders/resume-order.js';
import { INVENTORY, ReplenishmentRequests } from './replenishment/replenishment-requests.js';
import { ListOffers } from './suppliers/list-offers.js';
import { ListSuppliers } from './suppliers/list-suppliers.js';
import { Offer } from './suppliers/offer.entity.js';
import { Supplier } from './suppliers/supplier.entity.js';

export const ordersApi = {
  name: 'orders-api',
  openapi: new URL('../openapi.json', import.meta.url),
  entities: [Supplier, Offer, Order, OrderLine, Amendment],
  operations: [
    ListSuppliers,
    ListOffers,
    ListOrders,
    GetOrder,
    CreateOrder,
    ApproveOrder,
    RejectOrder,
    CancelOrder,
    TransmitOrder,
    AcknowledgeOrder,
    HoldOrder,
    ResumeOrder,
    AmendOrder,
    ListAmendments,
    ShortCloseOrder,
  ],
  providers: [
    ReplenishmentRequests,
    OrderWindow,
    {
      provide: INVENTORY,
      inject: [SERVICE_URLS, SERVICE_TOKENS],
      useFactory: (urls: ServiceUrls, tokens: TokenSource) =>
        createClient(inventory, {
          baseUrl: urls['inventory-api'],
          token: () => tokens.token('inventory-api'),
          fetch: keepAliveFetch().fetch,
        }),
    },
  ],
  consumers: [
    CloseDraft,
    { job: jobs.goodsReceived, run: takeUpReceipt },
    { job: jobs.approvalExpires, run: expireApproval },
  ],
} satisfies ServiceDefinition;
