//! A partner's program, over plain HTTP: asks who near Serzhong does an epidural blood patch and
//! what that is, page by page, within its quota. `cargo run --example partner`.

use std::{env, error::Error, process::ExitCode, thread, time::Duration};

use serde_json::{Value, json};
use ureq::{Agent, http::Response};

const NEAR: &str = "
  query Near($procedure: Slug!, $place: String!, $after: String, $first: Boolean!) {
    procedure(by: { slug: $procedure }) @include(if: $first) {
      name
      summary
    }
    doctors(
      need: { procedure: { slug: $procedure } }
      near: { at: { placeName: $place }, withinKm: 200 }
      sort: DISTANCE
      first: 3
      after: $after
    ) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        distance
        node { name { display } demonstration }
        role { newPatients { status } clinic { name address { city } } }
      }
    }
  }";

fn main() -> ExitCode {
    match walk() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn walk() -> Result<(), Box<dyn Error>> {
    let partner = Partner::from_environment();
    let mut after = Value::Null;
    loop {
        let first = after.is_null();
        let data = partner.ask(&json!({
            "query": NEAR,
            "variables": {
                "procedure": "epidural-blood-patch", "place": "Serzhong",
                "after": after, "first": first,
            },
        }))?;
        let doctors = &data["doctors"];
        if first {
            println!("{}", text(&data["procedure"]["name"]));
            println!("{}\n", text(&data["procedure"]["summary"]));
            println!("{} within 200 km:", doctors["totalCount"]);
        }
        for edge in doctors["edges"].as_array().into_iter().flatten() {
            println!("{}", row(edge));
        }
        if doctors["pageInfo"]["hasNextPage"] != true {
            return Ok(());
        }
        after = doctors["pageInfo"]["endCursor"].clone();
    }
}

struct Partner {
    url: String,
    key: Option<String>,
    agent: Agent,
}

impl Partner {
    #[expect(
        clippy::disallowed_methods,
        reason = "a program of somebody else, which has no config/"
    )]
    fn from_environment() -> Self {
        let server = env::var("CAREGRAPH_URL");
        let server = server.unwrap_or_else(|_| "http://127.0.0.1:8080".to_owned());
        let settings = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(30)))
            // A refusal has a body that says why, so a status is no failure of its own.
            .http_status_as_error(false);
        Self {
            url: format!("{server}/graphql"),
            key: env::var("CAREGRAPH_KEY").ok(),
            agent: settings.build().into(),
        }
    }

    /// The answer's data. Waits, three times at most, where the quota is used up.
    fn ask(&self, question: &Value) -> Result<Value, Box<dyn Error>> {
        for _ in 0..3 {
            let mut request = self
                .agent
                .post(&self.url)
                .header("accept", "application/graphql-response+json")
                .header("x-client-name", "example-partner")
                .header("x-client-version", env!("CARGO_PKG_VERSION"));
            if let Some(key) = &self.key {
                request = request.header("authorization", format!("Bearer {key}"));
            }
            let mut response = request
                .send_json(question)
                .map_err(|problem| format!("{}: {problem}", self.url))?;
            if let Some(wait) = retry_after(&response) {
                eprintln!(
                    "busy, or the quota is used up: again in {} s",
                    wait.as_secs()
                );
                thread::sleep(wait);
                continue;
            }
            if let [Some(cost), Some(left), Some(limit)] = [
                header(&response, "x-cost-actual"),
                header(&response, "ratelimit-remaining"),
                header(&response, "ratelimit-limit"),
            ] {
                eprintln!("cost {cost}, left {left} of {limit} a minute");
            }
            let mut answer: Value = response.body_mut().read_json()?;
            return match answer["errors"].take() {
                Value::Null => Ok(answer["data"].take()),
                errors => Err(reasons(&errors).into()),
            };
        }
        Err("refused three times: ask for less, or with a key".into())
    }
}

/// How long to wait, where the server says that the same question may be asked later.
fn retry_after<B>(response: &Response<B>) -> Option<Duration> {
    let later = matches!(response.status().as_u16(), 429 | 503);
    let seconds = header(response, "retry-after").filter(|_| later)?;
    seconds.parse().ok().map(Duration::from_secs)
}

fn header<'a, B>(response: &'a Response<B>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

/// Each error with its code, which is one of a closed set, and the id that finds it in the logs.
fn reasons(errors: &Value) -> String {
    let errors = errors.as_array().into_iter().flatten();
    let lines = errors.map(|error| {
        let [code, id] = ["code", "requestId"].map(|name| text(&error["extensions"][name]));
        format!("{code}: {} (request {id})", text(&error["message"]))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn row(edge: &Value) -> String {
    let (doctor, role) = (&edge["node"], &edge["role"]);
    let invented = if doctor["demonstration"] == true {
        " (invented)"
    } else {
        ""
    };
    format!(
        "{:5.1} km | {}{invented} | {} | {} | new patients: {}",
        edge["distance"].as_f64().unwrap_or(f64::NAN),
        text(&doctor["name"]["display"]),
        text(&role["clinic"]["address"]["city"]),
        text(&role["clinic"]["name"]),
        text(&role["newPatients"]["status"]),
    )
}

/// Null is unknown, and unknown is not no.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("not known")
}
