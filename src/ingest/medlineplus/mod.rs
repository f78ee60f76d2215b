//! MedlinePlus health topics: the XML file that the National Library of Medicine publishes.
//!
//! The whole file is read before anything is written, so that a damaged one leaves nothing behind.
//! A topic is one article; an English and a Spanish topic that point at each other are one article
//! in two languages.

mod article;
mod import;
mod order;
mod topics;

pub use import::import;
