import { createService } from '@stockade/service';
import { ordersApi } from './orders-api.js';

await createService(ordersApi);
