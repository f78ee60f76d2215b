//! `caregraph partner`: partners and their keys.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::{DateTime, TimeDelta, Utc};

use caregraph::config::Storage;
use caregraph::domain::caller::{Scopes, Tier};
use caregraph::domain::clock::Clock;
use caregraph::domain::closed::Closed;
use caregraph::domain::key::{ApiKey, RANDOM_BYTES};
use caregraph::store::Database;
use caregraph::store::entity::api_key;
use caregraph::store::partner::{self, Grant};

use super::arguments::Partner;
use super::say;

pub async fn run(storage: &Storage, asked: Partner) -> anyhow::Result<ExitCode> {
    let db = super::present(storage).await?;
    let now = Clock::System.now();
    match asked {
        Partner::Add { name, tier, grant } => add(&db, &name, &tier, &grant, now).await?,
        Partner::List => list(&db, now).await?,
        Partner::Rotate {
            name,
            keep_old_hours,
            grant,
        } => rotate(&db, &name, keep_old_hours, &grant, now).await?,
        Partner::Revoke { prefix } => {
            let prefix = prefix.strip_prefix("cg_").unwrap_or(&prefix);
            if partner::revoke(&db, prefix, now).await?.is_none() {
                bail!("no live key begins with {prefix:?}: caregraph partner list shows them");
            }
            say(format_args!(
                "{prefix} is revoked; running gateways refuse it within a second"
            ));
        }
        Partner::Usage { name, days } => usage(&db, &name, days).await?,
    }
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn add(
    db: &Database,
    name: &str,
    tier: &str,
    grant: &super::arguments::Grant,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        bail!("a partner's name has 1 to 100 characters");
    }
    let tier = match tier.to_ascii_uppercase().parse() {
        Ok(tier @ (Tier::Standard | Tier::Partner)) => tier,
        _ => bail!("the tier is standard or partner, not {tier:?}"),
    };
    let key = fresh()?;
    let grant = granted(grant, None, now)?;
    if partner::add(db, name, tier, &key, &grant, now)
        .await?
        .is_none()
    {
        bail!("there is a partner {name:?} already: rotate gives another key");
    }
    show(&key, &grant);
    Ok(())
}

async fn rotate(
    db: &Database,
    name: &str,
    keep_old_hours: u32,
    grant: &super::arguments::Grant,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (partner, keys) = found(db, name).await?;
    let live: Vec<&api_key::Model> = keys.iter().filter(|key| is_live(key, now)).collect();
    if let [first, _, ..] = live[..] {
        bail!(
            "{name} has two live keys: revoke one first, the older is {}",
            first.prefix
        );
    }
    let key = fresh()?;
    let grant = granted(grant, keys.last(), now)?;
    let until = now + TimeDelta::hours(i64::from(keep_old_hours));
    partner::rotate(db, &partner, &key, &grant, until, now).await?;
    show(&key, &grant);
    for old in live {
        say(format_args!("{} goes on until {until:.0}", old.prefix));
    }
    Ok(())
}

async fn list(db: &Database, now: DateTime<Utc>) -> anyhow::Result<()> {
    for (partner, keys) in partner::all(db.reader()).await? {
        let tier = partner.tier.0.spelling().to_ascii_lowercase();
        say(format_args!("{} ({tier})", partner.name));
        for key in keys {
            let state = match (key.revoked_at, key.expires_at) {
                (Some(at), _) => format!("revoked {at:.0}"),
                (None, Some(at)) if at <= now => format!("expired {at:.0}"),
                (None, Some(at)) => format!("live until {at:.0}"),
                (None, None) => "live".to_owned(),
            };
            let used = key.last_used_at.map_or_else(
                || "never used".to_owned(),
                |at| format!("last used {at:.0}"),
            );
            let scopes = match key.scopes.as_str() {
                "" => "reads only",
                scopes => scopes,
            };
            let origins = match key.origins.as_str() {
                "" => "any origin",
                origins => origins,
            };
            say(format_args!(
                "  {}  {state}  {scopes}  {origins}  {used}",
                key.prefix
            ));
        }
    }
    Ok(())
}

async fn usage(db: &Database, name: &str, days: u32) -> anyhow::Result<()> {
    let (partner, _) = found(db, name).await?;
    let today = Clock::System.today();
    let used = partner::usage(db.reader(), partner.id, today, u64::from(days)).await?;
    say("day         key           requests        cost  refused");
    for (key, used) in used {
        say(format_args!(
            "{}  {}  {:8}  {:10}  {:7}",
            used.day, key.prefix, used.requests, used.cost, used.refused
        ));
    }
    Ok(())
}

async fn found(
    db: &Database,
    name: &str,
) -> anyhow::Result<(
    caregraph::store::entity::partner::Model,
    Vec<api_key::Model>,
)> {
    let all = partner::all(db.reader()).await?;
    all.into_iter()
        .find(|(partner, _)| partner.name == name.trim())
        .with_context(|| format!("there is no partner {name:?}: caregraph partner list shows them"))
}

fn is_live(key: &api_key::Model, now: DateTime<Utc>) -> bool {
    key.revoked_at.is_none() && key.expires_at.is_none_or(|end| end > now)
}

fn fresh() -> anyhow::Result<ApiKey> {
    let mut random = [0; RANDOM_BYTES];
    getrandom::fill(&mut random).context("the system gives no random bytes")?;
    Ok(ApiKey::new(&random))
}

fn granted(
    asked: &super::arguments::Grant,
    before: Option<&api_key::Model>,
    now: DateTime<Utc>,
) -> anyhow::Result<Grant> {
    let scopes = match (&asked.scopes, before) {
        (Some(scopes), _) => scopes.parse()?,
        (None, Some(before)) => before.scopes.parse().unwrap_or_default(),
        (None, None) => Scopes::default(),
    };
    let origins = match (&asked.origins, before) {
        (Some(origins), _) => origins.split(',').map(str::trim).collect(),
        (None, Some(before)) => before.origins.split(' ').collect(),
        (None, None) => Vec::new(),
    };
    let origins: Vec<String> = origins
        .into_iter()
        .filter(|origin| !origin.is_empty())
        .map(str::to_owned)
        .collect();
    for origin in &origins {
        let host = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', ' '])) {
            bail!("{origin:?} is no web origin: write it as https://app.example.org");
        }
    }
    Ok(Grant {
        scopes,
        origins,
        expires_at: asked
            .days
            .map(|days| now + TimeDelta::days(i64::from(days))),
    })
}

fn show(key: &ApiKey, grant: &Grant) {
    say(key.reveal());
    eprintln!("this key is shown only now; send it as Authorization: Bearer KEY");
    if let Some(end) = grant.expires_at {
        eprintln!("it ends on {end:.0}");
    }
}
