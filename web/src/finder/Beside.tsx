// The article beside the doctors: what needs help at once stands first.

import type { LeafletFragment, Urgency } from '../generated/graphql';
import { useHere } from './context';

const byUrgency: Urgency[] = ['EMERGENCY', 'URGENT', 'ROUTINE'];

export function Beside({
  articles,
  placeId,
}: {
  articles: LeafletFragment[];
  placeId: string | undefined;
}) {
  const { voice, link } = useHere();
  const { say } = voice;
  const [article, ...others] = articles;
  if (!article) return null;
  const near = placeId ? { near: placeId } : undefined;
  const isOther = article.servedLocale.slice(0, 2) !== voice.language;
  const date = article.reviewedAt ? voice.day(article.reviewedAt) : '';
  return (
    <>
      <article class="leaflet" lang={isOther ? article.servedLocale : undefined}>
        <h2>
          <a href={link(`/article/${article.slug}`, near)}>{article.title}</a>
        </h2>
        {isOther && (
          <p class="muted" lang={voice.language}>
            {say.otherLanguageText(voice.languageName(article.servedLocale))}
          </p>
        )}
        {article.redFlags.length > 0 && (
          <section id="red-flags" class="red-flags" aria-labelledby="red-flags-title" tabindex={-1}>
            <h3 id="red-flags-title" lang={voice.language}>
              {say.redFlags}
            </h3>
            {byUrgency.map((urgency) => {
              const flags = article.redFlags.filter((flag) => flag.urgency === urgency);
              if (flags.length === 0) return null;
              return (
                <div key={urgency}>
                  <h4 lang={voice.language}>{say.urgency[urgency]}</h4>
                  <ul>
                    {flags.map(({ text }) => (
                      <li key={text}>{text}</li>
                    ))}
                  </ul>
                </div>
              );
            })}
          </section>
        )}
        <p>{article.summary}</p>
        <p class="banner note" lang={voice.language}>
          {say.review[article.reviewStatus](date)}
        </p>
        <Checklist list={article.checklist} />
        <p class="leaflet-links" lang={voice.language}>
          <a class="button" href={link(`/article/${article.slug}`, near)}>
            {say.readArticle}
          </a>
          <a class="button plain" href={link(`/article/${article.slug}/print`)}>
            {say.printArticle}
          </a>
        </p>
      </article>
      {others.length > 0 && (
        <section class="others" aria-labelledby="more-to-read">
          <h2 id="more-to-read">{say.moreToRead}</h2>
          <ul class="plain-list">
            {others.map(({ slug, title }) => (
              <li key={slug}>
                <a href={link(`/article/${slug}`, near)}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What to do around a visit; nothing where the article says nothing of it. */
function Checklist({ list }: { list: LeafletFragment['checklist'] }) {
  const { voice } = useHere();
  const { say } = voice;
  const groups = (['bring', 'stop', 'ask', 'arrange'] as const).filter(
    (name) => list[name].length > 0,
  );
  if (groups.length === 0) return null;
  return (
    <section class="checklist" aria-labelledby="checklist-title">
      <h3 id="checklist-title" lang={voice.language}>
        {say.checklist}
      </h3>
      {groups.map((name) => (
        <div key={name}>
          <h4 lang={voice.language}>{say.checklistOf[name]}</h4>
          <ul>
            {list[name].map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
