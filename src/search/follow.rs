//! The writing half: builds the index from the database and keeps it by the change feed.

use std::path::{Path, PathBuf};

use tantivy::index::SegmentId;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, SegmentReader, Term};

use super::document;
use super::error::SearchError;
use super::finder::{Progress, Search};
use super::index::{self, Fields, Mark};
use super::known::Keeper;
use super::term;
use crate::domain::NodeKind;
use crate::feed::{Applied, Change, Tail};
use crate::store::entity::{clinic, doctor};
use crate::store::id::{ClinicId, DoctorId, Id, Row};
use crate::store::{Database, change, instance, searchable};

/// Rows read and written between two breaths of a build.
const AT_ONCE: u64 = 1_000;

/// The time between two words on how far a build has come.
const SAID_EVERY: std::time::Duration = std::time::Duration::from_secs(3);

/// The one that writes an index. Only the process that serves has one.
pub struct Follower {
    db: Database,
    tail: Tail,
    instance: String,
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    known: Keeper,
    search: Search,
}

impl Follower {
    /// Opens the index in `folder`, builds it from the database where it must be, and brings it up
    /// to date. `search` answers from then on.
    pub async fn start(db: Database, folder: &Path, search: Search) -> Result<Self, SearchError> {
        let (mut follower, mark) = Self::opened(db, folder, search).await?;
        // What changes while they are read is in the feed after this, and read once more then.
        let known = change::latest(follower.db.reader()).await?;
        follower.known.read_all(&follower.db).await?;
        let lexicon = follower.known.lexicon();
        follower.search.publish_lexicon(lexicon, known);
        match mark {
            Some(mark) => follower.publish(mark)?,
            None => {
                let latest = change::latest(follower.db.reader()).await?;
                follower.build(latest).await?;
            }
        }
        follower.catch_up().await?;
        Ok(follower)
    }

    /// The index, and what it says of itself where that can be gone on from.
    async fn opened(
        db: Database,
        folder: &Path,
        search: Search,
    ) -> Result<(Self, Option<Mark>), SearchError> {
        let instance = instance::id(&db).await?;
        let latest = change::latest(db.reader()).await?;
        let at: PathBuf = folder.to_path_buf();
        let (index, writer) = blocking(move || {
            let index = index::open(&at)?;
            let writer = index::writer(&index, &at)?;
            Ok((index, writer))
        })
        .await?;
        let mark = index::mark(&index)?.filter(|mark| mark.continues(&instance, latest));
        let mark = match mark {
            // What it has not seen may be forgotten meanwhile.
            Some(mark) if !change::can_follow(db.reader(), mark.seq).await? => None,
            mark => mark,
        };
        let follower = Follower {
            tail: Tail::new(db.clone(), mark.as_ref().map_or(latest, |mark| mark.seq)),
            instance,
            writer,
            reader: reader(&index)?,
            fields: index::schema().1,
            known: Keeper::default(),
            search,
            db,
        };
        Ok((follower, mark))
    }

    /// Builds the index in `folder` anew, whatever it holds.
    pub async fn rebuild(db: Database, folder: &Path) -> Result<Self, SearchError> {
        let search = Search::default();
        let mut follower = Self::opened(db, folder, search).await?.0;
        let latest = change::latest(follower.db.reader()).await?;
        follower.build(latest).await?;
        follower.catch_up().await?;
        Ok(follower)
    }

    /// Takes in everything that has been committed so far.
    pub async fn catch_up(&mut self) -> Result<(), SearchError> {
        while let Some(seq) = self.gather().await? {
            self.commit(seq).await?;
        }
        Ok(())
    }

    /// Reads what has changed and writes its documents, and says up to which change; nothing is
    /// found by them before they are committed.
    pub async fn gather(&mut self) -> Result<Option<i64>, SearchError> {
        let changes = self.tail.poll().await?;
        self.take_in(&changes).await?;
        let last = changes.last().map(|last| last.seq);
        if let Some(seq) = last {
            // They hold more than the index until its commit; an answer is as old as the older.
            match self.known.take_in(&self.db, &changes).await? {
                true => self.search.publish_lexicon(self.known.lexicon(), seq),
                false => self.search.lexicon_holds(seq),
            }
        }
        Ok(last)
    }

    /// Takes in changes as they become known, until the process ends.
    pub async fn run(mut self, applied: Applied) {
        loop {
            let step = async {
                applied.beyond(self.tail.seq()).await;
                self.catch_up().await
            }
            .await;
            if let Err(error) = step {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the index fell behind"
                );
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        }
    }

    async fn build(&mut self, seq: i64) -> Result<(), SearchError> {
        self.writer.delete_all_documents()?;
        // All of it is merged at the end: merges on the way would be done twice.
        self.writer.set_merge_policy(Box::new(NoMergePolicy));
        let mut building = Building::start(&self.db, &self.search).await?;
        // What changes while rows are read is in the feed after `seq`, and read once more then.
        let mut after = DoctorId::UNSET;
        loop {
            let ids = searchable::ids_after(self.db.reader(), after, AT_ONCE).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            self.add_doctors(&ids).await?;
            building.add(ids.len());
        }
        let mut after = ClinicId::UNSET;
        loop {
            let ids = searchable::ids_after(self.db.reader(), after, AT_ONCE).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            self.add_clinics(&ids).await?;
            building.add(ids.len());
        }
        self.commit(seq).await?;
        self.merge()?;
        self.writer.set_merge_policy(index::merge_policy());
        Ok(())
    }

    /// Makes one segment of all: each search looks into every segment, so that one answers many
    /// times sooner than eight. Searches are answered meanwhile.
    fn merge(&mut self) -> Result<(), SearchError> {
        let segments = self.reader.searcher().segment_readers().to_vec();
        if segments.len() < 2 {
            return Ok(());
        }
        let began = std::time::Instant::now();
        let ids: Vec<SegmentId> = segments.iter().map(SegmentReader::segment_id).collect();
        tokio::task::block_in_place(|| self.writer.merge(&ids).wait())?;
        tracing::info!(
            segments = ids.len(),
            duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            "merged the search index"
        );
        match self.search.current() {
            Some(snapshot) => self.publish(snapshot.mark.clone()),
            None => Ok(()),
        }
    }

    async fn take_in(&mut self, changes: &[Change]) -> Result<(), SearchError> {
        let doctors = ids_of::<doctor::Entity>(changes, NodeKind::Doctor);
        for ids in doctors.chunks(1_000) {
            for id in ids {
                self.forget(term::doctor(*id));
            }
            self.add_doctors(ids).await?;
        }
        let clinics = ids_of::<clinic::Entity>(changes, NodeKind::Clinic);
        for ids in clinics.chunks(1_000) {
            for id in ids {
                self.forget(term::clinic(*id));
            }
            self.add_clinics(ids).await?;
        }
        Ok(())
    }

    fn forget(&self, number: u64) {
        self.writer
            .delete_term(Term::from_field_u64(self.fields.number, number));
    }

    async fn add_doctors(&self, ids: &[DoctorId]) -> Result<(), SearchError> {
        for rows in searchable::doctors(self.db.reader(), ids).await? {
            if let Some(document) = document::doctor(self.fields, &rows) {
                self.writer.add_document(document.document)?;
            }
        }
        Ok(())
    }

    async fn add_clinics(&self, ids: &[ClinicId]) -> Result<(), SearchError> {
        for rows in searchable::clinics(self.db.reader(), ids).await? {
            self.writer
                .add_document(document::clinic(self.fields, &rows).document)?;
        }
        Ok(())
    }

    /// Lets searches see the documents, which hold every change up to `seq`.
    pub async fn commit(&mut self, seq: i64) -> Result<(), SearchError> {
        let mark = Mark::new(&self.instance, seq);
        let payload = serde_json::json!(mark).to_string();
        // A commit writes to the disk for some milliseconds: other tasks move on meanwhile.
        tokio::task::block_in_place(|| -> Result<(), SearchError> {
            let mut prepared = self.writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()?;
            Ok(())
        })?;
        self.tail.seen(seq);
        self.publish(mark)
    }

    fn publish(&self, mark: Mark) -> Result<(), SearchError> {
        self.reader.reload()?;
        self.search.publish(self.reader.searcher(), mark)
    }
}

/// Says how far a build has come: to whoever asks, and to the log every few seconds.
struct Building {
    search: Search,
    progress: Progress,
    said: std::time::Instant,
}

impl Building {
    async fn start(db: &Database, search: &Search) -> Result<Self, SearchError> {
        let progress = Progress {
            done: 0,
            of: searchable::count(db.reader()).await?,
        };
        tracing::info!(documents = progress.of, "building the search index");
        search.built(progress);
        Ok(Building {
            search: search.clone(),
            progress,
            said: std::time::Instant::now(),
        })
    }

    fn add(&mut self, documents: usize) {
        self.progress.done += documents as u64;
        self.search.built(self.progress);
        if self.said.elapsed() >= SAID_EVERY {
            self.said = std::time::Instant::now();
            let Progress { done, of } = self.progress;
            let percent = done * 100 / of.max(1);
            tracing::info!("building the search index: {percent} % ({done} of {of})");
        }
    }
}

/// Opens the index in `folder` as it is, only to search it: beside the process that serves, or where
/// none does. It knows what it knew at its last commit.
pub async fn open_to_search(db: &Database, folder: &Path) -> Result<Search, SearchError> {
    let instance = instance::id(db).await?;
    let latest = change::latest(db.reader()).await?;
    let at: PathBuf = folder.to_path_buf();
    let search = Search::default();
    let found = blocking(move || {
        let Some(index) = index::existing(&at) else {
            return Ok(None);
        };
        let mark = index::mark(&index)?.filter(|mark| mark.continues(&instance, latest));
        mark.map(|mark| Ok((reader(&index)?.searcher(), mark)))
            .transpose()
    })
    .await?;
    let (searcher, mark) =
        found.ok_or_else(|| SearchError::NoIndex(folder.display().to_string()))?;
    search.publish(searcher, mark)?;
    let mut known = Keeper::default();
    known.read_all(db).await?;
    search.publish_lexicon(known.lexicon(), latest);
    Ok(search)
}

pub(super) fn reader(index: &Index) -> Result<IndexReader, SearchError> {
    Ok(index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?)
}

fn ids_of<E: Row>(changes: &[Change], kind: NodeKind) -> Vec<Id<E>> {
    let mut ids: Vec<Id<E>> = changes
        .iter()
        .filter(|change| change.kind == kind)
        .flat_map(|change| change.ids.iter().copied().map(Id::new))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| SearchError::Stopped)?
}
