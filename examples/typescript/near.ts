// Asks who near a place does a procedure and what it is: a typed document, sent as its hash.

import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { getFragmentData, type FragmentType } from './generated/fragment-masking.js';
import { LeafletFragmentDoc, RowFragmentDoc, WhoNearDocument } from './generated/graphql.js';

const server = process.env['CAREGRAPH_URL'] ?? 'http://127.0.0.1:8080';
const key = process.env['CAREGRAPH_KEY'];

const client = new Client({
  url: `${server}/graphql`,
  preferGetMethod: false,
  fetchOptions: {
    headers: {
      'x-client-name': 'example-typescript',
      'x-client-version': '0.1.0',
      ...(key && { authorization: `Bearer ${key}` }),
    },
  },
  exchanges: [
    persistedExchange({
      // The generator has written the hash beside the document; the text is never sent.
      generateHash: async (_, document) => hashOf(document),
      enforcePersistedQueries: true,
      preferGetForPersistedQueries: false,
    }),
    fetchExchange,
  ],
});

function hashOf(document: object): string {
  const hash = (document as { __meta__?: { hash?: unknown } }).__meta__?.hash;
  if (typeof hash !== 'string') throw new Error('the document was not made by the generator');
  return hash;
}

function leaflet(masked: FragmentType<typeof LeafletFragmentDoc>): string {
  const article = getFragmentData(LeafletFragmentDoc, masked);
  return [
    `${article.title} [${article.servedLocale}, ${article.reviewStatus}]`,
    article.summary,
    ...article.redFlags.map(({ urgency, text }) => `  ${urgency}: ${text}`),
  ].join('\n');
}

function row(masked: FragmentType<typeof RowFragmentDoc>): string {
  const { node, role, distance } = getFragmentData(RowFragmentDoc, masked);
  // Null is unknown, and unknown is not no: the types make sure that it is thought of.
  return [
    node.name.display + (node.demonstration ? ' (invented)' : ''),
    `${distance?.toFixed(0) ?? '?'} km`,
    role?.clinic?.address.city ?? 'town not known',
    role?.clinic?.name ?? 'clinic not known',
    `new patients: ${role?.newPatients.status ?? 'not known'}`,
    `evidence: ${node.offering?.evidence ?? 'none known'}`,
  ].join(' | ');
}

const variables = { procedure: 'epidural-blood-patch', place: 'Serzhong', locales: ['en'] };
const { data, error } = await client.query(WhoNearDocument, variables);
if (!data) {
  const codes = error?.graphQLErrors.map(({ extensions }) => extensions['code']) ?? [];
  const hint = codes.some((code) => `${code}`.startsWith('PERSISTED_QUERY'))
    ? 'publish the documents first: npm run documents'
    : `is the server running at ${server}?`;
  console.error(`${error?.message}\n${hint}`);
  process.exit(1);
}

for (const article of data.procedure?.articles.nodes ?? []) console.log(`${leaflet(article)}\n`);
const { doctors } = data;
console.log(`${doctors.totalCount} near ${variables.place} for ${data.procedure?.name}`);
if (doctors.searchArea?.widened) console.log(`(${doctors.searchArea.widened.reason})`);
for (const edge of doctors.edges) console.log(row(edge));
