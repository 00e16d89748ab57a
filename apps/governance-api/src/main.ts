import { createService } from '@stockade/service';
import { governanceApi } from './governance-api.js';

await createService(governanceApi);
