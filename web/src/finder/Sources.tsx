// Whose data is shown, with the words that its terms ask for.

import { useEffect, useState } from 'preact/hooks';
import { SourcesDocument, type SourcesQuery } from '../generated/graphql';
import { ask, AskFailed } from './client';
import { useHere } from './context';

export function Sources() {
  const { voice } = useHere();
  const [sources, setSources] = useState<SourcesQuery['sources']>([]);
  useEffect(() => {
    ask(SourcesDocument, {}).then(
      ({ sources: known }) => setSources(known),
      (problem: unknown) => {
        // The page says elsewhere that the server cannot be reached.
        if (!(problem instanceof AskFailed)) throw problem;
      },
    );
  }, []);
  if (sources.length === 0) return null;
  return (
    <p>
      {voice.say.sources}: {[...new Set(sources.map(({ attribution }) => attribution))].join(' · ')}
    </p>
  );
}
