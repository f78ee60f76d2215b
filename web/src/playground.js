'use strict';

(() => {
  const { React, ReactDOM, GraphiQL } = window;

  const endpoint = '/graphql';
  const script = document.getElementById('playground-script');
  const problem = document.getElementById('problem');
  const container = document.getElementById('playground');

  let lastingProblem = '';

  /** Shows one sentence above the editors, or goes back to the lasting one when there is none. */
  function showProblem(sentence) {
    const shown = sentence || lastingProblem;
    if (problem.textContent !== shown) problem.textContent = shown;
    problem.hidden = shown === '';
  }

  function failure(sentence) {
    showProblem(sentence);
    return { errors: [{ message: sentence }] };
  }

  /** Posts one GraphQL request and always answers with something that can be displayed. */
  async function fetcher(params, options) {
    let headers;
    try {
      headers = new Headers({
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
      });
      for (const [name, value] of Object.entries(options?.headers ?? {})) headers.set(name, value);
    } catch {
      return failure('The request was not sent, because a name or a value in the headers editor is not a valid HTTP header.');
    }

    // The editor notes the operation's name a moment after an edit: a query that is run at once
    // may come with a name that is gone from it.
    const { operationName, ...unnamed } = params;
    const named = operationName && params.query.split(/\W+/).includes(operationName);

    let response;
    let text;
    try {
      response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(named ? params : unnamed) });
      text = await response.text();
    } catch {
      return failure(`The server cannot be reached at ${location.origin}${endpoint}: check that it is running, then run the query again.`);
    }

    let result;
    try {
      result = JSON.parse(text);
    } catch {
      result = undefined;
    }
    if (result === null || typeof result !== 'object') {
      return failure(`The server answered with status ${response.status}, but not with a GraphQL response.`);
    }
    showProblem('');
    return result;
  }

  /** Loads the example queries; without them the playground opens with one tab of its own. */
  async function loadTabs() {
    try {
      const response = await fetch(script.dataset.queries);
      if (!response.ok) throw new Error(`status ${response.status}`);
      const queries = await response.json();
      if (queries.length === 0) return undefined;
      return queries.map(({ query, variables }) => ({
        query,
        variables: variables === undefined ? null : JSON.stringify(variables, null, 2),
        headers: null,
      }));
    } catch {
      lastingProblem = 'The example queries could not be loaded from the server: reload the page to try again.';
      showProblem('');
      return undefined;
    }
  }

  /** The tab to show first: the one that was open at the last visit, or the first example. */
  function firstTab(tabs) {
    try {
      const stored = JSON.parse(localStorage.getItem('graphiql:tabState'));
      const tab = stored.tabs[stored.activeTabIndex];
      if (typeof tab.query === 'string') return tab;
    } catch {
      // There is no usable stored tab.
    }
    return tabs?.[0];
  }

  /** The Tab key moves the focus out of an editor instead of indenting, so no editor traps the keyboard. */
  function freeTabKey() {
    const seen = new WeakSet();
    container.addEventListener('focusin', (event) => {
      const editor = event.target.closest('.CodeMirror')?.CodeMirror;
      if (!editor || seen.has(editor)) return;
      seen.add(editor);
      editor.addKeyMap({ Tab: false, 'Shift-Tab': false });
    });
  }

  async function start() {
    if (!React || !ReactDOM || !GraphiQL) {
      container.replaceChildren();
      showProblem('The playground could not be loaded from the server: reload the page to try again.');
      return;
    }
    const defaultTabs = await loadTabs();
    const tab = firstTab(defaultTabs);
    freeTabKey();
    const root = ReactDOM.createRoot(container);
    root.render(
      React.createElement(GraphiQL, {
        fetcher,
        defaultTabs,
        // GraphiQL by itself does not fill in the variables of the tab that it shows first.
        query: tab?.query,
        variables: tab && (tab.variables ?? ''),
        isHeadersEditorEnabled: true,
        // Headers may hold a token, so they are not kept in the browser.
        shouldPersistHeaders: false,
      }),
    );
  }

  start();
})();
