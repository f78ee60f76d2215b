//! Where every request comes in and every answer goes out, and which path leads where.
//!
//! Queries go from here straight to their handler: a router in between, with its layers, took a
//! quarter of the time of an answer from memory.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use axum::routing::get;
use tower_http::compression::Compression;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_service::Service;
use tracing::Instrument;

use super::address::Peer;
use super::cors::Page;
use super::headers::manners;
use super::request_id::RequestId;
use super::state::Gateway;
use super::{graphql, health, infobutton, pages, socket};

/// Everything that is served, packed for those who can unpack it. Cheap to clone.
pub type Front = Compression<Door, WorthPacking>;

/// The same, unpacked.
#[derive(Clone)]
pub struct Door {
    gateway: Arc<Gateway>,
    elsewhere: Router,
}

/// Small answers grow when they are packed, and a stream of events must not wait to be.
#[derive(Clone, Copy)]
pub struct WorthPacking;

/// Every path that is served.
pub fn front(gateway: Gateway) -> Front {
    let gateway = Arc::new(gateway);
    let door = Door {
        elsewhere: elsewhere(Arc::clone(&gateway)),
        gateway,
    };
    Compression::new(door).compress_when(WorthPacking)
}

/// Every path but that of queries.
fn elsewhere(gateway: Arc<Gateway>) -> Router {
    Router::new()
        .route("/graphql/ws", get(socket::upgrade))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/infobutton", get(infobutton::get))
        .route("/schema.graphql", get(pages::schema))
        .route("/", get(pages::home))
        .route("/playground", get(pages::playground))
        .route("/assets/{*file}", get(pages::asset))
        .route("/doctor/{slug}", get(pages::doctor))
        .route("/clinic/{slug}", get(pages::clinic))
        .route("/article/{slug}", get(pages::article))
        .route("/article/{slug}/print", get(pages::print))
        .route("/robots.txt", get(pages::robots))
        .route("/sitemap.xml", get(pages::sitemap))
        .route("/sitemap/{part}", get(pages::sitemap_part))
        .fallback(pages::nothing_here)
        .with_state(gateway)
}

impl Service<Request<Body>> for Door {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let door = self.clone();
        Box::pin(async move { Ok(door.answer(request).await) })
    }
}

impl Door {
    /// Names the request, answers it, and gives the answer what every answer carries.
    async fn answer(self, request: Request<Body>) -> Response<Body> {
        let id = RequestId::of(request.headers());
        let page = Page::of(&self.gateway, request.headers()).await;
        let mut response = match &page {
            Some(page) if page.asks_beforehand(&request) => page.told_beforehand(),
            _ => {
                let span = tracing::info_span!("request", request.id = id.as_str());
                self.routed(request, &id).instrument(span).await
            }
        };
        let headers = response.headers_mut();
        Page::tell(page, headers);
        id.tell(headers);
        manners(headers);
        response
    }

    async fn routed(mut self, mut request: Request<Body>, id: &RequestId) -> Response<Body> {
        if request.uri().path() == graphql::PATH {
            let peer = request.extensions().get::<Peer>().copied();
            return graphql::answer(&self.gateway, request, peer, id).await;
        }
        request.extensions_mut().insert(id.clone());
        let Ok(response) = self.elsewhere.call(request).await;
        response
    }
}

impl Predicate for WorthPacking {
    fn should_compress<B: axum::body::HttpBody>(&self, response: &Response<B>) -> bool {
        // Fonts are packed already.
        SizeAbove::new(1_024)
            .and(NotForContentType::SSE)
            .and(NotForContentType::const_new("font/"))
            .should_compress(response)
    }
}
