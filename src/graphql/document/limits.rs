//! How large, deep and wide a document and its variables may be.
//!
//! Only numbers: each is enforced by the file that measures it.

/// Limits of a query document. Each bound is inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of query text.
    pub bytes: usize,
    /// Names, values and punctuators of the whole text.
    pub tokens: usize,
    /// Bytes of one name. Suggestions for misspelt names compare every byte with every byte of
    /// each candidate, so a long name is a cheap way to burn time.
    pub name_bytes: usize,
    /// Open `(`, `[` and `{` at one point of the text.
    pub brackets: usize,
    /// Operations of one document.
    pub operations: usize,
    /// Variables of one operation.
    pub variables: usize,
    /// Directives written anywhere in the document.
    pub directives: usize,
    /// Fields below one another, fragments not counted. Introspection has its own bound.
    pub depth: usize,
    /// Selection sets below one another, fragments counted. The library refuses more than 32 on
    /// its own, with a message of its own.
    pub nesting: usize,
    /// Fields, spreads and inline fragments of all operations together, each fragment counted
    /// wherever it is spread.
    pub selections: u64,
    /// Aliases of one operation, fragments expanded.
    pub aliases: u64,
    /// Fields at the root of one operation, fragments expanded.
    pub root_fields: u64,
    /// Fields below one another from `__schema` or `__type` downwards.
    pub introspection_depth: usize,
    /// What `selections` is for the rest, for what stands below `__schema` and `__type`.
    pub introspection_selections: u64,
    /// `fields`, `inputFields`, `interfaces` and `possibleTypes` below one another. Types refer
    /// to types, so each further level multiplies the answer by the size of the schema.
    pub introspection_lists: usize,
    /// What one operation may cost with its variables.
    pub cost: u64,
    /// Estimated bytes that kept documents may occupy.
    pub cache_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024,
            tokens: 5_000,
            name_bytes: 256,
            brackets: 64,
            operations: 10,
            variables: 100,
            directives: 100,
            depth: 15,
            nesting: 32,
            selections: 5_000,
            aliases: 100,
            root_fields: 20,
            introspection_depth: 20,
            introspection_selections: 1_000,
            introspection_lists: 2,
            cost: 50_000,
            cache_bytes: 16 * 1024 * 1024,
        }
    }
}

/// Limits of a JSON text that carries variables. Each bound is inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonLimits {
    /// Bytes of the text.
    pub bytes: usize,
    /// Open `[` and `{` at one point of the text. A request body spends two of them before its
    /// first variable.
    pub depth: usize,
}

impl Default for JsonLimits {
    fn default() -> Self {
        Self {
            bytes: 256 * 1024,
            depth: 32,
        }
    }
}
