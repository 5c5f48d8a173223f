// What Node needs of the page. The page itself begins in `main.tsx`.

export { contentSecurityPolicy } from './contentSecurityPolicy.ts';
