//! Tables into a database: faults of rows, parts of records, and who is told of a change.

mod changes;
mod directory;
mod parts;
mod rows;
