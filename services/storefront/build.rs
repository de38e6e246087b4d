//! What travels in the executable is read anew when it changes: files of the theme and of the editor.

fn main() {
    println!("cargo:rerun-if-changed=themes");
    println!("cargo:rerun-if-changed=editor/dist");
}
