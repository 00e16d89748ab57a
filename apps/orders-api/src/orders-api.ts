import type { TokenSource } from '@stockade/auth';
import { createClient, keepAliveFetch } from '@stockade/clients';
import { inventory, jobs } from '@stockade/contracts';
import { SERVICE_TOKENS, SERVICE_URLS, type ServiceDefinition, type ServiceUrls } from '@stockade/service';
import { AcknowledgeOrder } from './orders/acknowledge-order.js';
import { AmendOrder } from './orders/amend-order.js';
import { Amendment } from './orders/amendment.entity.js';
import { ApproveOrder } from './orders/approve-order.js';
import { CancelOrder } from './orders/cancel-order.js';
import { CloseDraft } from './orders/close-draft.js';
import { CreateOrder } from './orders/create-order.js';
import { expireApproval } from './orders/expire-approval.js';
import { GetOrder } from './orders/get-order.js';
import { HoldOrder } from './orders/hold-order.js';
import { ListAmendments } from './orders/list-amendments.js';
import { ListOrders } from './orders/list-orders.js';
import { Order } from './orders/order.entity.js';
import { OrderLine } from './orders/order-line.entity.js';
import { OrderWindow } from './orders/order-window.js';
import { RejectOrder } from './orders/reject-order.js';
import { ResumeOrder } from './orders/resume-order.js';
import { ShortCloseOrder } from './orders/short-close-order.js';
import { takeUpReceipt } from './orders/take-up-receipt.js';
import { TransmitOrder } from './orders/transmit-order.js';
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
