//! Reading a body: whole, in time, unpacked, and no larger than it may be.

use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use flate2::read::MultiGzDecoder;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::refusal::TurnedAway;
use crate::config::Server;
use crate::graphql::document::Code;

/// The body's bytes, unpacked where it came packed.
pub async fn whole(
    headers: &HeaderMap,
    body: Body,
    settings: &Server,
) -> Result<Bytes, TurnedAway> {
    let is_packed = is_packed(headers)?;
    let limited = Limited::new(body, settings.body_bytes).collect();
    let sent = match tokio::time::timeout(settings.body_timeout, limited).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_large(settings)),
        Ok(Err(_)) => return Err(TurnedAway::malformed("the body did not arrive whole")),
        Err(_) => {
            return Err(TurnedAway::new(
                StatusCode::REQUEST_TIMEOUT,
                Code::Timeout,
                "the body took too long to arrive",
            ));
        }
    };
    match is_packed {
        true => unpacked(&sent, settings),
        false => Ok(sent),
    }
}

fn is_packed(headers: &HeaderMap) -> Result<bool, TurnedAway> {
    let mut lines = headers.get_all(header::CONTENT_ENCODING).iter();
    let coding = match (lines.next(), lines.next()) {
        (None, _) => return Ok(false),
        (Some(line), None) => line.to_str().unwrap_or_default().trim(),
        (Some(_), Some(_)) => "",
    };
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return Ok(false);
    }
    match coding.eq_ignore_ascii_case("gzip") {
        true => Ok(true),
        false => Err(TurnedAway::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::BadUserInput,
            "a body is sent as it is or packed once with gzip",
        )
        .with(header::ACCEPT_ENCODING, "gzip, identity")),
    }
}

/// Stops at the limit, however much more is packed in there.
fn unpacked(sent: &[u8], settings: &Server) -> Result<Bytes, TurnedAway> {
    let most = u64::try_from(settings.body_bytes).unwrap_or(u64::MAX);
    let mut body = Vec::new();
    let mut reader = MultiGzDecoder::new(sent).take(most + 1);
    reader
        .read_to_end(&mut body)
        .map_err(|_| TurnedAway::malformed("the body is not gzip, though its header says so"))?;
    match body.len() > settings.body_bytes {
        true => Err(too_large(settings)),
        false => Ok(body.into()),
    }
}

fn too_large(settings: &Server) -> TurnedAway {
    TurnedAway::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        Code::QueryTooLarge,
        format!("a body has at most {} bytes", settings.body_bytes),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn a_bomb_is_not_unpacked_beyond_the_limit() {
        let settings = Server::default();
        let pack = |bytes: &[u8]| {
            let mut packed = GzEncoder::new(Vec::new(), Compression::best());
            packed.write_all(bytes).unwrap();
            packed.finish().unwrap()
        };
        let bomb = pack(&vec![b' '; 100 << 20]);
        assert!(bomb.len() < settings.body_bytes);
        let refused = unpacked(&bomb, &settings).unwrap_err();
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(&unpacked(&pack(b"{}"), &settings).unwrap()[..], b"{}");
        assert!(unpacked(b"no gzip", &settings).is_err());
    }
}
