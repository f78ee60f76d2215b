// The page once something was asked: the answer in all its states.

import { useEffect, useRef } from 'preact/hooks';
import type { LeafletFragment, SpotFragment } from '../generated/graphql';
import { Beside } from './Beside';
import { useHere } from './context';
import { DoctorCard } from './DoctorCard';
import { Filters, SetFilters } from './Filters';
import { nameOfNeed, nameOfPlace } from './names';
import { Notes } from './Notes';
import { OrderAndRadius } from './OrderAndRadius';
import { useSearch, type Found, type Listing } from './search';
import { Places } from './Places';
import { Failed, Nobody, NoPostalCode, NotUnderstood, WhichPlace } from './States';

export function Results() {
  const { voice, question } = useHere();
  const { say } = voice;
  const { outcome, loadMore, isLoadingMore, moreFailed, again } = useSearch(
    question,
    voice.language,
  );
  const listing =
    outcome.kind === 'found'
      ? outcome.listing
      : outcome.kind === 'loading'
        ? outcome.before
        : undefined;
  const isLoading = outcome.kind === 'loading';
  const what = nameOfNeed(listing?.found, question);
  const where = nameOfPlace(listing?.found, question, voice);

  useEffect(() => {
    document.title = say.titleOf(what, where);
  }, [what, where, say]);

  // What a reader came for is there: browsers' own measurements show when.
  const isShown = outcome.kind === 'found' && outcome.listing.hits.length > 0;
  useEffect(() => {
    if (isShown) performance.mark('results');
  }, [isShown]);

  const heard = isLoading
    ? say.loading
    : outcome.kind === 'found'
      ? `${say.found(outcome.listing.found.totalCount)} ${say.foundFor(what, where)}`
      : '';

  return (
    <>
      <p id="heard" class="visually-hidden" role="status">
        {heard}
      </p>
      {outcome.kind === 'failed' && <Failed failure={outcome.failure} again={again} />}
      {outcome.kind === 'no postal code' && <NoPostalCode code={outcome.code} />}
      {outcome.kind === 'which place' && (
        <WhichPlace places={outcome.places as SpotFragment[]} exact={outcome.exact} />
      )}
      {isLoading && !listing && <Skeleton />}
      {listing && !listing.found.understood && (question.what !== '' || question.need !== '') ? (
        <NotUnderstood />
      ) : (
        listing && (
          <List
            listing={listing}
            isStale={isLoading}
            what={what}
            where={where}
            loadMore={loadMore}
            isLoadingMore={isLoadingMore}
            moreFailed={moreFailed ? <Failed failure={moreFailed} again={loadMore} /> : null}
          />
        )
      )}
    </>
  );
}

interface ListProps {
  listing: Listing;
  isStale: boolean;
  what: string;
  where: string;
  loadMore: () => Promise<void>;
  isLoadingMore: boolean;
  moreFailed: preact.ComponentChild;
}

function List({ listing, isStale, what, where, loadMore, isLoadingMore, moreFailed }: ListProps) {
  const { voice } = useHere();
  const { say } = voice;
  const { found, hits } = listing;
  const list = useRef<HTMLOListElement>(null);
  const hasInvented = hits.some(({ node }) => node.demonstration);
  const hasArticle = articleOf(listing) !== undefined;

  async function more() {
    const before = hits.length;
    await loadMore();
    // The first of the new ones, so that a keyboard goes on where it was.
    requestAnimationFrame(() => {
      list.current?.querySelectorAll<HTMLElement>(':scope > li h3 a')[before]?.focus();
    });
  }

  return (
    <div class="results">
      <div class="results-head">
        {hasInvented && <p class="banner demonstration">{say.demonstration}</p>}
        <h2 id="count" tabindex={-1}>
          {say.found(found.totalCount)} <span class="results-for">{say.foundFor(what, where)}</span>
        </h2>
        {hasArticle && (
          <p class="to-red-flags">
            <a href="#red-flags">{say.toRedFlags}</a>
          </p>
        )}
        <Notes found={found} />
      </div>
      <Filters found={found} isStale={isStale} />
      <section class="list" aria-labelledby="count" aria-busy={isStale} tabindex={-1}>
        <OrderAndRadius found={found} />
        <SetFilters found={found} />
        {hits.length === 0 ? (
          <Nobody found={found} />
        ) : (
          <ol class="doctors plain-list" ref={list}>
            {hits.map((hit, index) => (
              <DoctorCard key={hit.node.id} hit={hit} number={index + 1} found={found} />
            ))}
          </ol>
        )}
        {moreFailed}
        {listing.more && (
          <p class="more">
            <button type="button" class="button plain" onClick={more} disabled={isLoadingMore}>
              {isLoadingMore ? say.loading : say.more}
            </button>
            <span class="muted" role="status">
              {say.ofAll(hits.length, found.totalCount)}
            </span>
          </p>
        )}
      </section>
      <aside class="beside" aria-label={say.article}>
        <Places found={found} hits={hits} />
        <Beside articles={articlesOf(found)} placeId={found.searchArea?.place?.id} />
      </aside>
    </div>
  );
}

/** What explains the very thing comes before what is about it among others. */
function articlesOf({ understood }: Found): LeafletFragment[] {
  const concept = understood?.concept;
  if (!concept) return [];
  const kind = concept.__typename.toUpperCase();
  const closeness = (article: LeafletFragment) =>
    article.slug === concept.slug ? 0 : article.kind === kind ? 1 : 2;
  return [...concept.articles.nodes].sort((a, b) => closeness(a) - closeness(b));
}

function articleOf({ found }: Listing) {
  return articlesOf(found)[0];
}

/** As high as what it stands for, so that nothing jumps when the answer is there. */
function Skeleton() {
  return (
    <div class="results skeleton" aria-hidden="true">
      <div class="results-head">
        <span class="bone bone-heading" />
        <span class="bone bone-line" />
      </div>
      <div class="filters-place">
        <span class="bone bone-block" />
      </div>
      <div class="list">
        <span class="bone bone-line" />
        {[1, 2, 3].map((number) => (
          <div key={number} class="card">
            <span class="bone bone-title" />
            <span class="bone bone-line" />
            <span class="bone bone-line short" />
            <span class="bone bone-line" />
          </div>
        ))}
      </div>
      <div class="beside">
        <span class="bone bone-square" />
      </div>
    </div>
  );
}
