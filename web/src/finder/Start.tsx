// Before anything is asked: what can be asked, and what can be read.

import { useEffect, useState } from 'preact/hooks';
import { SourcesDocument, StartDocument, type StartQuery } from '../generated/graphql';
import { follow } from './App';
import { ask, AskFailed } from './client';
import { useHere } from './context';
import { read, write } from './question';

export function Start() {
  const { voice, question, go, link } = useHere();
  const { say } = voice;
  const [articles, setArticles] = useState<StartQuery['articles']['nodes']>([]);
  const [isDemonstration, setDemonstration] = useState<boolean>();

  useEffect(() => {
    document.title = say.title;
    const nothing = (problem: unknown) => {
      if (!(problem instanceof AskFailed)) throw problem;
    };
    ask(StartDocument, { locales: [voice.language, 'en'] }).then(
      (answer) => setArticles(answer.articles.nodes),
      nothing,
    );
    ask(SourcesDocument, {}).then(
      ({ sources }) => setDemonstration(sources.some(({ demonstration }) => demonstration)),
      (problem: unknown) => {
        setDemonstration(false);
        nothing(problem);
      },
    );
  }, [voice.language]);

  return (
    <div class="start">
      {isDemonstration === undefined && <div class="start-try" />}
      {isDemonstration && (
        <section class="start-try" aria-labelledby="try">
          <h2 id="try" class="label">
            {say.startTry}
          </h2>
          <ul class="chips">
            {say.examples.map(({ what, where }) => {
              const example = { ...read(''), what, where, language: question.language };
              return (
                <li key={what}>
                  <a
                    class="chip strong"
                    href={write(example)}
                    onClick={(event) => follow(event, () => go(example))}
                  >
                    {say.near(what, where)}
                  </a>
                </li>
              );
            })}
          </ul>
          <p class="banner demonstration">{say.demonstration}</p>
        </section>
      )}
      <section aria-labelledby="how">
        <h2 id="how">{say.startHow}</h2>
        <ul class="points plain-list">
          {say.startPoints.map(([title, text]) => (
            <li key={title} class="card">
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      </section>
      {articles.length > 0 && (
        <section aria-labelledby="read">
          <h2 id="read">{say.startRead}</h2>
          <p class="muted">{say.startReadHint}</p>
          <ul class="reads plain-list">
            {articles.map(({ slug, title, kind, servedLocale }) => (
              <li key={slug}>
                <a href={link(`/article/${slug}`)}>{title}</a>
                <span class="muted">
                  {say.articleKind[kind]}
                  {servedLocale.slice(0, 2) !== voice.language &&
                    `, ${say.inLanguage(voice.languageName(servedLocale))}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
