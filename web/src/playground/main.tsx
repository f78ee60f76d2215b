/** @jsxImportSource react */
// The playground: GraphiQL with our examples as its tabs.

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { useMonaco } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import 'graphiql/setup-workers/vite';
import { StrictMode, useEffect, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import licences from 'virtual:licences';
import '@graphiql/plugin-explorer/style.css';
import 'graphiql/style.css';
import { current, hear, type Cost } from './answers';
import { fetcher } from './fetcher';
import { withoutHeaders } from './storage';
import './playground.css';
import { firstTab, tabs } from './tabs';

const storage = withoutHeaders(localStorage);

const first = firstTab(storage);

const plugins = [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })];

function Playground() {
  const { problem, cost } = useSyncExternalStore(hear, current);
  const monaco = useMonaco((state) => state.monaco);
  return (
    <>
      <header className="bar">
        <h1>
          <a href="/">Caregraph</a> playground
        </h1>
        <p>The demonstration data is fictional: no real person appears in it.</p>
        <a href="/schema.graphql">Schema</a>
        <a href={licences}>Licences</a>
      </header>
      <p className="problem" role="alert" hidden={problem === ''}>
        {problem}
      </p>
      {/* A tab that is chosen before the editors are there would show the text of another one. */}
      <main className="editors" inert={monaco === undefined} aria-busy={monaco === undefined}>
        <GraphiQL
          fetcher={fetcher}
          defaultTabs={tabs}
          initialQuery={first?.query}
          initialVariables={first?.variables ?? ''}
          plugins={plugins}
          storage={storage}
          isHeadersEditorEnabled
          // Headers may hold a key, so they are not kept in the browser.
          shouldPersistHeaders={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
          <GraphiQL.Footer>
            <Editors />
            <CostOfLast cost={cost} />
          </GraphiQL.Footer>
        </GraphiQL>
      </main>
    </>
  );
}

/** Letters of at least 16 px, and a Tab key that leaves an editor instead of being trapped in it. */
function Editors() {
  const monaco = useMonaco((state) => state.monaco);
  useEffect(() => {
    if (!monaco) return;
    const settings = { fontSize: 16, lineHeight: 22 };
    const { KeyCode, KeyMod } = monaco;
    const keys = monaco.editor.addKeybindingRules([
      { keybinding: KeyCode.Tab, command: '-tab' },
      { keybinding: KeyMod.Shift | KeyCode.Tab, command: '-outdent' },
    ]);
    for (const editor of monaco.editor.getEditors()) editor.updateOptions(settings);
    const created = monaco.editor.onDidCreateEditor((editor) => editor.updateOptions(settings));
    return () => {
      keys.dispose();
      created.dispose();
    };
  }, [monaco]);
  return null;
}

function CostOfLast({ cost }: { cost: Cost | undefined }) {
  const number = new Intl.NumberFormat('en');
  const say = (value: number | undefined) => (value === undefined ? '?' : number.format(value));
  return (
    <p className="cost" role="status">
      {cost === undefined ? (
        'The cost of the last answer is shown here.'
      ) : (
        <>
          <span>
            Cost <b>{say(cost.actual)}</b> of at most {say(cost.requested)}
          </span>
          {cost.remaining !== undefined && (
            <span>
              {say(cost.remaining)} of {say(cost.limit)} left this minute
            </span>
          )}
          {cost.requestId && <span>Request {cost.requestId}</span>}
        </>
      )}
    </p>
  );
}

const home = document.getElementById('playground');
if (home) {
  createRoot(home).render(
    <StrictMode>
      <Playground />
    </StrictMode>,
  );
}
