// Keys of partners, and what requests look like on their way.

/** Adds a partner and gives its key, which is printed once. */
export async function newKey(server, name, ...flags) {
  const printed = await server.caregraph('partner', 'add', name, ...flags);
  const [key] = /cg_[\w-]{55}/.exec(printed) ?? [];
  if (!key) throw new Error(`there is no key in: ${printed}`);
  return key;
}

/** A `fetch` that sends this key, if there is one, and notes every request and its status. */
export function recording(key) {
  const requests = [];
  async function noting(address, options = {}) {
    const headers = new Headers(options.headers);
    if (key) headers.set('authorization', `Bearer ${key}`);
    const response = await fetch(address, { ...options, headers });
    const { searchParams } = new URL(address);
    const body = options.body ? JSON.parse(options.body) : Object.fromEntries(searchParams);
    requests.push({ method: options.method ?? 'GET', body, status: response.status });
    return response;
  }
  return { fetch: noting, requests };
}
