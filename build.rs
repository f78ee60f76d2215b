//! Lets cargo notice that the web pages were built or the demonstration grew: both are embedded
//! at compile time.

fn main() {
    // A path that is missing counts as changed on every build.
    let _ = std::fs::create_dir_all("web/dist");
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=demo");
}
