//! A lexical scan of query text before the parser sees it.
//!
//! The parser recurses once for each open bracket and aborts the process when the stack ends, so
//! brackets are counted here first, exactly as the parser would see them. Grammar is not checked.

use async_graphql::Pos;

use super::limits::Limits;
use super::refusal::{Code, Refusal};

/// What the scan counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scan {
    pub tokens: usize,
}

/// Refuses text that is too long, too deep, or broken as a sequence of tokens.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<Scan, Refusal> {
    if text.len() > limits.bytes {
        let message = format!(
            "the query has {} bytes; the limit is {}",
            text.len(),
            limits.bytes
        );
        return Err(Refusal::new(Code::QueryTooLarge, message));
    }
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        open: Vec::new(),
        limits,
    };
    let mut tokens = 0;
    while scanner.token()? {
        tokens += 1;
        if tokens > limits.tokens {
            let message = format!("the query has more than {} tokens", limits.tokens);
            return Err(Refusal::new(Code::QueryTooLarge, message));
        }
    }
    if tokens == 0 {
        return Err(Refusal::new(Code::GraphqlParseFailed, "the query is empty"));
    }
    if let Some((bracket, at)) = scanner.open.pop() {
        let message = format!(r#"the "{}" is never closed"#, bracket as char);
        return Err(scanner.broken(at, message));
    }
    Ok(Scan { tokens })
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Each open bracket with the offset where it stands.
    open: Vec<(u8, usize)>,
    limits: &'t Limits,
}

impl Scanner<'_> {
    /// Steps over the next token; `false` at the end of the text.
    fn token(&mut self) -> Result<bool, Refusal> {
        self.skip_ignored()?;
        let start = self.at;
        let Some(&byte) = self.bytes.get(start) else {
            return Ok(false);
        };
        self.at += 1;
        match byte {
            b'(' | b'[' | b'{' => self.opened(byte, start)?,
            b')' | b']' | b'}' => self.closed(byte, start)?,
            b'!' | b'$' | b'&' | b':' | b'=' | b'@' | b'|' => {}
            b'.' if self.bytes[start..].starts_with(b"...") => self.at = start + 3,
            b'"' if self.bytes[start..].starts_with(br#"""""#) => self.block_string(start)?,
            b'"' => self.string(start)?,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.name(start)?,
            b'-' | b'0'..=b'9' => self
                .skip_while(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')),
            _ => {
                let found = self.text[start..].chars().next().unwrap_or_default();
                let message = match found {
                    '!'..='~' => format!(r#"unexpected character "{found}""#),
                    _ => format!("unexpected character U+{:04X}", u32::from(found)),
                };
                return Err(self.broken(start, message));
            }
        }
        Ok(true)
    }

    fn skip_ignored(&mut self) -> Result<(), Refusal> {
        const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r' | b',') => self.at += 1,
                Some(b'#') => {
                    let start = self.at;
                    self.skip_while(|byte| byte != b'\n' && byte != b'\r');
                    self.printable(start)?;
                }
                Some(0xEF) if self.bytes[self.at..].starts_with(BYTE_ORDER_MARK) => {
                    self.at += BYTE_ORDER_MARK.len();
                }
                _ => return Ok(()),
            }
        }
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|byte| wanted(*byte)) {
            self.at += 1;
        }
    }

    fn name(&mut self, start: usize) -> Result<(), Refusal> {
        self.skip_while(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
        if self.at - start > self.limits.name_bytes {
            let message = format!("a name has more than {} bytes", self.limits.name_bytes);
            return Err(Refusal::new(Code::QueryTooLarge, message).at(self.position(start)));
        }
        Ok(())
    }

    fn opened(&mut self, bracket: u8, at: usize) -> Result<(), Refusal> {
        self.open.push((bracket, at));
        if self.open.len() > self.limits.brackets {
            let message = format!(
                "the query nests brackets more than {} levels deep",
                self.limits.brackets
            );
            return Err(Refusal::new(Code::QueryTooDeep, message).at(self.position(at)));
        }
        Ok(())
    }

    fn closed(&mut self, bracket: u8, at: usize) -> Result<(), Refusal> {
        let wanted = match bracket {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        match self.open.pop() {
            Some((open, _)) if open == wanted => Ok(()),
            Some((open, opened_at)) => {
                let message = format!(
                    r#"the "{}" does not close the "{}" at {}"#,
                    bracket as char,
                    open as char,
                    self.position(opened_at)
                );
                Err(self.broken(at, message))
            }
            None => Err(self.broken(at, format!(r#"the "{}" closes nothing"#, bracket as char))),
        }
    }

    fn string(&mut self, start: usize) -> Result<(), Refusal> {
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => return self.printable(start),
                b'\n' | b'\r' => break,
                // The byte after a backslash never ends the string. A line break still does.
                b'\\' if !matches!(self.bytes.get(self.at), None | Some(b'\n' | b'\r')) => {
                    self.at += 1;
                }
                _ => {}
            }
        }
        Err(self.broken(start, "the string is never closed".to_owned()))
    }

    fn block_string(&mut self, start: usize) -> Result<(), Refusal> {
        self.at = start + 3;
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            if rest.starts_with(br#"""""#) {
                self.at += 3;
                return self.printable(start);
            }
            self.at += if rest.starts_with(br#"\""""#) { 4 } else { 1 };
        }
        Err(self.broken(start, "the block string is never closed".to_owned()))
    }

    /// Refuses control characters in what was stepped over since `start`.
    fn printable(&self, start: usize) -> Result<(), Refusal> {
        let control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
        match self.bytes[start..self.at].iter().position(control) {
            None => Ok(()),
            Some(offset) => {
                let byte = self.bytes[start + offset];
                let message = format!("unexpected character U+{byte:04X}");
                Err(self.broken(start + offset, message))
            }
        }
    }

    fn broken(&self, at: usize, message: String) -> Refusal {
        Refusal::new(Code::GraphqlParseFailed, message).at(self.position(at))
    }

    /// Line and column of an offset, both from one, columns in characters.
    fn position(&self, at: usize) -> Pos {
        let before = &self.text[..at];
        let line_starts_at = before.rfind('\n').map_or(0, |newline| newline + 1);
        Pos {
            line: before.matches('\n').count() + 1,
            column: before[line_starts_at..].chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(text: &str) -> Result<usize, (Code, String)> {
        scan(text, &Limits::default())
            .map(|scan| scan.tokens)
            .map_err(|refusal| {
                let at = refusal.locations.first().copied().unwrap_or_default();
                (refusal.code, format!("{at} {}", refusal.message))
            })
    }

    #[test]
    fn tokens_are_counted_as_the_grammar_sees_them() {
        let cases = [
            ("{a}", 3),
            ("{ a(x: -1.5e+3, y: [1 2]) @b ...F }", 18),
            ("\u{feff}query Q($a:Int=1){a}", 13),
            ("{a}#}}}}", 3),
            ("# only (a) comment\n{a}", 3),
            (r#"{a(x:"[[[[{{{{((((")}"#, 8),
            (r#"{a(x:"\"[[[[")}"#, 8),
            (r#"{a(x:"\\")}"#, 8),
            (r#"{a(x:"")}"#, 8),
            (r#"{a(x:"""""")}"#, 8),
            (r#"{a(x:"""[ "quoted" \""" ((( """)}"#, 8),
            ("{a(x:\"\"\"\n[\n# no comment\n\"\"\")}", 8),
            ("{a(x:\"# no comment ]\")}", 8),
            ("{a#\r}", 3),
        ];
        for (text, tokens) in cases {
            assert_eq!(outcome(text), Ok(tokens), "{text}");
        }
    }

    #[test]
    fn broken_text_is_refused_with_its_place() {
        let cases = [
            ("", "0:0 the query is empty"),
            (" ,\n# nothing", "0:0 the query is empty"),
            ("{a", r#"1:1 the "{" is never closed"#),
            ("{a\n (b:1}", r#"2:6 the "}" does not close the "(" at 2:2"#),
            ("{a}}", r#"1:4 the "}" closes nothing"#),
            ("{a(x:\"abc)}", "1:6 the string is never closed"),
            ("{a(x:\"abc\n\")}", "1:6 the string is never closed"),
            ("{a(x:\"abc\\\n\")}", "1:6 the string is never closed"),
            ("{a(x:\"\"\"abc\")}", "1:6 the block string is never closed"),
            (
                "{a(x:\"\"\"abc\\\"\"\")}",
                "1:6 the block string is never closed",
            ),
            ("{a\0}", "1:3 unexpected character U+0000"),
            ("{a(x:\"ab\u{7}\")}", "1:9 unexpected character U+0007"),
            ("{é}", "1:2 unexpected character U+00E9"),
            ("{a#\u{1}\n}", "1:4 unexpected character U+0001"),
            ("{a.b}", r#"1:3 unexpected character ".""#),
            ("{a;}", r#"1:3 unexpected character ";""#),
            ("{a(x:'b')}", r#"1:6 unexpected character "'""#),
        ];
        for (text, message) in cases {
            let expected = (Code::GraphqlParseFailed, message.to_owned());
            assert_eq!(outcome(text), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn size_and_depth_are_bounded() {
        let nested = |open: &str, levels: usize| format!("{{a(x:{}", open.repeat(levels));
        let cases = [
            (nested("[", 3_000), Code::QueryTooDeep),
            (nested("{b:", 3_000), Code::QueryTooDeep),
            (
                format!("query($a:{}Int", "[".repeat(3_000)),
                Code::QueryTooDeep,
            ),
            ("{a".repeat(100), Code::QueryTooDeep),
            (format!("{{{}}}", " a".repeat(5_000)), Code::QueryTooLarge),
            (" ".repeat(64 * 1024 + 1), Code::QueryTooLarge),
            (format!("{{{}}}", "a".repeat(257)), Code::QueryTooLarge),
        ];
        for (text, code) in cases {
            assert_eq!(outcome(&text).unwrap_err().0, code, "{text:.60}");
        }
    }
}
