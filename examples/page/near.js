// Asks the graph with nothing but fetch, and shows the answer.

const address = new URLSearchParams(location.search);
const server = address.get('server') ?? 'http://127.0.0.1:8080';

const query = `
  query Near($procedure: Slug!, $place: String!) {
    procedure(by: { slug: $procedure }) {
      articles(first: 1) {
        nodes { title summary redFlags { urgency text } }
      }
    }
    doctors(
      need: { procedure: { slug: $procedure } }
      near: { at: { placeName: $place } }
      sort: DISTANCE
      first: 5
    ) {
      totalCount
      searchArea { widened { reason } }
      edges {
        distance
        node { name { display } demonstration }
        role { newPatients { status } clinic { name address { city } } }
      }
    }
  }
`;

async function ask(variables) {
  const response = await fetch(`${server}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'x-client-name': 'example-page',
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) {
    throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join());
  }
  return data;
}

const at = (id) => document.getElementById(id);

/** A list item with this text. Text is never taken for HTML. */
function item(text) {
  const made = document.createElement('li');
  made.textContent = text;
  return made;
}

/** One doctor in words. Null is unknown, and unknown is not no. */
function line({ distance, node, role }) {
  return [
    node.name.display + (node.demonstration ? ' (invented)' : ''),
    `${distance.toFixed(0)} km`,
    role.clinic.address.city ?? 'town not known',
    role.clinic.name,
    `new patients: ${role.newPatients.status ?? 'not known'}`,
  ].join(' | ');
}

function show({ procedure, doctors }) {
  const article = procedure?.articles.nodes[0];
  if (article) {
    at('title').textContent = article.title;
    at('summary').textContent = article.summary;
    at('flags').replaceChildren(...article.redFlags.map(({ text }) => item(text)));
  }
  const { widened } = doctors.searchArea;
  at('state').textContent = `${doctors.totalCount} found${widened ? `: ${widened.reason}` : ''}.`;
  at('doctors').replaceChildren(...doctors.edges.map((edge) => item(line(edge))));
}

try {
  show(await ask({ procedure: 'epidural-blood-patch', place: 'Serzhong' }));
} catch (problem) {
  at('state').textContent = `${server} gave no answer: ${problem.message}`;
}
