// The whole page: head, form, what was found or what to try, foot.

import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import licences from 'virtual:licences';
import { languageOf, languages, voice as voiceOf, type Language } from '../texts';
import { speak } from './client';
import { HereContext, useHere, type Here } from './context';
import { isAsked, read, write, type Question } from './question';
import { Results } from './Results';
import { SearchForm } from './SearchForm';
import { Sources } from './Sources';
import { Start } from './Start';

export function App() {
  const [question, setQuestion] = useState(() => read(location.search));
  const language = languageOf(question.language);
  const voice = useMemo(() => voiceOf(language), [language]);
  speak(language);

  useEffect(() => {
    const back = () => setQuestion(read(location.search));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const go = useCallback((next: Question) => {
    const address = write(next);
    if (address !== location.pathname + location.search) history.pushState(null, '', address);
    setQuestion((before) => {
      // Another topic is read from its beginning; the same one under another filter is not.
      if (before.what !== next.what || before.where !== next.where) scrollTo(0, 0);
      return next;
    });
  }, []);

  const here = useMemo<Here>(
    () => ({
      voice,
      question,
      go,
      link: (path, more = {}) => {
        const said = new URLSearchParams({ ...more, lang: language });
        return `${path}?${said.toString()}`;
      },
    }),
    [voice, question, go, language],
  );
  const asked = isAsked(question);

  return (
    <HereContext.Provider value={here}>
      <a class="skip" href="#main">
        {voice.say.skip}
      </a>
      <Head />
      <main id="main" class="frame" tabindex={-1}>
        <section class={asked ? 'ask' : 'ask ask-large'}>
          {asked ? (
            <h1 class="visually-hidden">{voice.say.heading}</h1>
          ) : (
            <>
              <h1>{voice.say.heading}</h1>
              <p class="lead">{voice.say.lead}</p>
            </>
          )}
          <SearchForm />
        </section>
        {asked ? <Results /> : <Start />}
      </main>
      <Foot />
    </HereContext.Provider>
  );
}

function Head() {
  const { voice, question, go } = useHere();
  const { say } = voice;
  const home = { ...read(''), language: question.language };
  return (
    <header class="site-header">
      <div class="frame">
        <a class="site-name" href={write(home)} onClick={(event) => follow(event, () => go(home))}>
          Caregraph
        </a>
        <nav aria-label="Caregraph">
          <ul class="links">
            <li class="wide-only">
              <a href="/playground">{say.playground}</a>
            </li>
            {(Object.keys(languages) as Language[])
              .filter((code) => code !== voice.language)
              .map((code) => {
                const same = { ...question, language: code };
                return (
                  <li key={code}>
                    <a
                      href={write(same)}
                      lang={code}
                      hreflang={code}
                      onClick={(event) => follow(event, () => go(same))}
                    >
                      {languages[code].name}
                    </a>
                  </li>
                );
              })}
          </ul>
        </nav>
      </div>
    </header>
  );
}

function Foot() {
  const { voice } = useHere();
  return (
    <footer class="site-footer">
      <div class="frame">
        <p>
          {voice.say.notAdvice} {voice.say.noEmergency}
        </p>
        <Sources />
        <ul class="links">
          <li>
            <a href="/playground">{voice.say.playground}</a>
          </li>
          <li>
            <a href="/schema.graphql">{voice.say.schema}</a>
          </li>
          <li>
            <a href={licences}>{voice.say.licences}</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}

/** A link within the finder asks anew without loading the page; with a modifier it stays a link. */
export function follow(event: MouseEvent, step: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  event.preventDefault();
  step();
}
