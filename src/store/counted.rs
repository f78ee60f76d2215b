//! How many statements a piece of work runs, wherever in it they are.

use std::cell::Cell;
use std::future::Future;

tokio::task_local! {
    static RAN: Cell<u64>;
}

/// Does the work, and says how many statements ran for it. What it leaves to other tasks is not
/// counted, nor what is counted by a call of this within it.
pub async fn counted<F: Future>(work: F) -> (F::Output, u64) {
    let work = async {
        let output = work.await;
        (output, RAN.with(Cell::get))
    };
    RAN.scope(Cell::new(0), work).await
}

/// A statement has run.
pub(super) fn ran() {
    // Outside of any work that somebody counts, nobody wants to know.
    let _ = RAN.try_with(|ran| ran.set(ran.get() + 1));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_within_work_is_counted_by_itself() {
        ran();
        let (inner, outer) = counted(async {
            ran();
            let ((), inner) = counted(async {
                ran();
                tokio::task::yield_now().await;
                ran();
            })
            .await;
            ran();
            inner
        })
        .await;
        assert_eq!((outer, inner), (2, 2));
    }
}
