//! The tables as sea-orm sees them, one file each; no queries.

pub mod article;
pub mod article_subject;
pub mod article_translation;
pub mod change;
pub mod clinic;
pub mod code;
pub mod condition;
pub mod counter;
pub mod doctor;
pub mod doctor_specialty;
pub mod import_reject;
pub mod import_run;
pub mod instance;
pub mod label;
pub mod offering;
pub mod place;
pub mod place_name;
pub mod procedure;
pub mod red_flag;
pub mod reference;
pub mod release;
pub mod role;
pub mod section;
pub mod source;
pub mod specialty;
pub mod treatment;
