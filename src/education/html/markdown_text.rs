//! Writes Markdown so that a text says what it says and is not taken for a mark.

/// Blocks of Markdown inside lists and quotations.
#[derive(Default)]
pub struct Blocks {
    done: String,
    containers: Vec<Container>,
    /// The last block began a list item, so that the next item follows without a blank line.
    last_was_item: bool,
}

enum Container {
    Quote,
    /// The number of the next item, where the list is numbered.
    List(Option<u64>),
    /// The marker of the item until it is written, and its width.
    Item {
        marker: Option<String>,
        width: usize,
    },
}

impl Blocks {
    pub fn open_quote(&mut self) {
        self.containers.push(Container::Quote);
    }

    pub fn open_list(&mut self, first: Option<u64>) {
        self.containers.push(Container::List(first));
    }

    /// Opens an item of the list that is open; an item without a list gets one.
    pub fn open_item(&mut self) {
        let marker = match self.containers.last_mut() {
            Some(Container::List(Some(number))) => {
                let marker = format!("{number}. ");
                *number += 1;
                marker
            }
            _ => "- ".to_owned(),
        };
        self.containers.push(Container::Item {
            width: marker.len(),
            marker: Some(marker),
        });
    }

    pub fn close(&mut self) {
        self.containers.pop();
    }

    /// Adds a block; its lines are Markdown already.
    pub fn push(&mut self, block: &str) {
        if block.trim().is_empty() {
            return;
        }
        let begins_item = matches!(
            self.containers.last(),
            Some(Container::Item {
                marker: Some(_),
                ..
            })
        );
        if !self.done.is_empty() {
            self.done.push('\n');
            if !(begins_item && self.last_was_item) {
                let quoted = self.quote_prefix();
                self.done.push_str(quoted.trim_end());
                self.done.push('\n');
            }
        }
        for (order, line) in block.split('\n').enumerate() {
            if order > 0 {
                self.done.push('\n');
            }
            let prefix = self.line_prefix();
            self.done.push_str(&prefix);
            self.done.push_str(line);
        }
        self.last_was_item = begins_item;
    }

    pub fn into_markdown(self) -> String {
        self.done
    }

    fn quote_prefix(&self) -> String {
        let quotes = self
            .containers
            .iter()
            .take_while(|held| matches!(held, Container::Quote));
        "> ".repeat(quotes.count())
    }

    /// What stands before a line; markers are written once.
    fn line_prefix(&mut self) -> String {
        let mut prefix = String::new();
        for container in &mut self.containers {
            match container {
                Container::Quote => prefix.push_str("> "),
                Container::List(_) => {}
                Container::Item { marker, width } => match marker.take() {
                    Some(marker) => prefix.push_str(&marker),
                    None => prefix.push_str(&" ".repeat(*width)),
                },
            }
        }
        prefix
    }
}

/// The text with a backslash before each sign that Markdown would take for a mark.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, sign) in text.char_indices() {
        let marks = match sign {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' => true,
            '&' => is_entity(&text[at + 1..]),
            _ => false,
        };
        if marks {
            safe.push('\\');
        }
        safe.push(sign);
    }
    safe
}

fn is_entity(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .chars()
                .all(|sign| sign.is_ascii_alphanumeric() || sign == '#')
    })
}

/// The line with its first sign escaped where it would begin a heading, a list, a table or a rule.
pub fn line_start_escaped(line: &str) -> String {
    if line.starts_with(['#', '+', '-', '=', '~', ':', '|']) {
        return format!("\\{line}");
    }
    let digits = line.len()
        - line
            .trim_start_matches(|sign: char| sign.is_ascii_digit())
            .len();
    match line.get(digits..) {
        Some(rest) if digits > 0 && rest.starts_with(['.', ')']) => {
            format!("{}\\{rest}", &line[..digits])
        }
        _ => line.to_owned(),
    }
}

/// An address as it stands behind a link's text.
pub fn address(url: &str) -> String {
    let encoded: String = url
        .chars()
        .map(|sign| match sign {
            '<' => "%3C".to_owned(),
            '>' => "%3E".to_owned(),
            '\\' => "%5C".to_owned(),
            ' ' => "%20".to_owned(),
            _ if sign.is_control() || sign.is_whitespace() => String::new(),
            '&' => "&amp;".to_owned(),
            _ => sign.to_string(),
        })
        .collect();
    match encoded.contains(['(', ')']) {
        true => format!("<{encoded}>"),
        false => encoded,
    }
}
