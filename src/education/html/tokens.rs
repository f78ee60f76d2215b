//! HTML as a list of tags and texts, by the HTML standard's own tokenizer.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Open {
        name: String,
        attributes: Vec<(String, String)>,
    },
    Close(String),
    Text(String),
    /// A comment, a declaration or a processing instruction.
    Hidden,
}

/// The pieces in order, each with the line it ends on, from 1.
pub fn pieces(html: &str) -> Vec<(usize, Piece)> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input); // it pauses for a script only when the sink asks for it
    tokenizer.end();
    tokenizer.sink.pieces.into_inner()
}

#[derive(Default)]
struct Sink {
    pieces: RefCell<Vec<(usize, Piece)>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let piece = match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => {
                Piece::Close(tag.name.to_string())
            }
            Token::TagToken(tag) => Piece::Open {
                name: tag.name.to_string(),
                attributes: tag
                    .attrs
                    .iter()
                    .map(|held| (held.name.local.to_string(), held.value.to_string()))
                    .collect(),
            },
            Token::CharacterTokens(text) => {
                // A character reference comes as a text of its own.
                let mut pieces = self.pieces.borrow_mut();
                if let Some((_, Piece::Text(before))) = pieces.last_mut() {
                    before.push_str(&text);
                    return TokenSinkResult::Continue;
                }
                Piece::Text(text.to_string())
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => Piece::Hidden,
            Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {
                return TokenSinkResult::Continue;
            }
        };
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        self.pieces.borrow_mut().push((line, piece));
        TokenSinkResult::Continue
    }
}
