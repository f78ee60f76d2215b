// The tabs: our examples, with a subscription as the last one, until a visitor has tabs of their
// own.

import queries from 'virtual:queries';

interface Tab {
  query: string;
  variables: string | null;
}

const subscription = `# Each record that changes, as it happens
subscription ChangesAsTheyHappen {
  changes(kinds: [DOCTOR, CLINIC, ARTICLE]) {
    kind
    action
    id
    at
  }
}
`;

export const tabs = [...queries, { query: subscription, variables: undefined }].map(
  ({ query, variables }) => ({ query, variables: variables ?? null, headers: null }),
);

/**
 * What stands in the editors first: the tab that was open at the last visit, or the first example.
 * GraphiQL by itself fills in neither the variables of the first tab nor the query of a later one.
 */
export function firstTab(storage: Pick<Storage, 'getItem'>): Tab | undefined {
  const kept = storage.getItem('graphiql:tabState');
  if (kept) {
    try {
      const { tabs: all, activeTabIndex } = JSON.parse(kept) as {
        tabs: Tab[];
        activeTabIndex: number;
      };
      const tab = all[activeTabIndex];
      if (typeof tab?.query === 'string') return tab;
    } catch {
      // What is kept there is not of this editor.
    }
  }
  return tabs[0];
}
