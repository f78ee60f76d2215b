// What the last answer cost, for whoever shows it.

export interface Cost {
  /** What the query may cost at most. */
  requested: number | undefined;
  /** What it took. */
  actual: number | undefined;
  limit: number | undefined;
  remaining: number | undefined;
  /** In how many seconds all of the quota is there again. */
  reset: number | undefined;
  requestId: string | undefined;
}

/** What stands above and below the editors. */
export interface Shown {
  problem: string;
  cost: Cost | undefined;
}

let shown: Shown = { problem: '', cost: undefined };
const heard = new Set<() => void>();

export function show(change: Partial<Shown>): void {
  shown = { ...shown, ...change };
  for (const hear of heard) hear();
}

export function hear(change: () => void): () => void {
  heard.add(change);
  return () => heard.delete(change);
}

export const current = (): Shown => shown;

/** The cost as the body and the headers of an answer tell it. */
export function costOf(response: Response, body: unknown): Cost {
  const number = (name: string) => {
    const value = response.headers.get(name);
    return value === null || value === '' ? undefined : Number(value);
  };
  const { extensions } = body as { extensions?: { cost?: { requested?: number } } };
  return {
    requested: extensions?.cost?.requested,
    actual: number('x-cost-actual'),
    limit: number('ratelimit-limit'),
    remaining: number('ratelimit-remaining'),
    reset: number('ratelimit-reset'),
    requestId: response.headers.get('x-request-id') ?? undefined,
  };
}
