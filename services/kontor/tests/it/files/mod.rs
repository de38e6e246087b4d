//! Files: what is taken and what is not, who may read them, and what becomes of what nobody names.

mod refused;
mod swept;
mod uploads;

use http::Method;
use testkit::{Client, Request};

/// A picture of so many points: its header, and nothing behind it.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    let crc = !bytes[12..].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (!(crc & 1)).wrapping_add(1)))
    });
    bytes.extend(crc.to_be_bytes());
    bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    bytes
}

/// `POST path` with files as a form.
pub(crate) fn form(client: &Client, path: &str, field: &str, files: &[(&str, &[u8])]) -> Request {
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n").bytes(),
        );
        body.extend(b"Content-Type: text/html\r\n\r\n");
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    client.request(Method::POST, path).body("multipart/form-data; boundary=x", body)
}
