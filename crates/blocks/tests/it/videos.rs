//! Addresses of films.

use blocks::{Video, VideoUrl};

fn video(text: &str) -> Result<Video, String> {
    VideoUrl::try_from(text.to_owned()).map(|url| url.video().expect("looked at"))
}

#[test]
fn films_are_found_by_provider_and_id() {
    let youtube = Video::YouTube { id: "dQw4w9WgXcQ".into() };
    for text in [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10",
        "https://youtube.com/watch?list=x&v=dQw4w9WgXcQ",
        "https://m.youtube.com/shorts/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=x",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ",
    ] {
        assert_eq!(video(text).as_ref(), Ok(&youtube), "{text}");
    }
    assert_eq!(youtube.embed().as_deref(), Some("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"));
    let vimeo = |key: Option<&str>| Ok(Video::Vimeo { id: "76979871".into(), key: key.map(str::to_owned) });
    assert_eq!(video("https://vimeo.com/76979871"), vimeo(None));
    assert_eq!(video("https://vimeo.com/76979871/8272103f6e"), vimeo(Some("8272103f6e")));
    assert_eq!(video("https://player.vimeo.com/video/76979871?h=8272103f6e"), vimeo(Some("8272103f6e")));
    assert_eq!(
        vimeo(Some("a")).expect("a film").embed().as_deref(),
        Some("https://player.vimeo.com/video/76979871?dnt=1&h=a")
    );
    let peertube = Video::PeerTube { host: "tube.example:8443".into(), id: "kkGMgK9ZtnKfYAgnEtQxbv".into() };
    assert_eq!(video("https://tube.example:8443/w/kkGMgK9ZtnKfYAgnEtQxbv").as_ref(), Ok(&peertube));
    assert_eq!(video("https://tube.example:8443/videos/watch/kkGMgK9ZtnKfYAgnEtQxbv").as_ref(), Ok(&peertube));
    assert_eq!(peertube.embed().as_deref(), Some("https://tube.example:8443/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv"));
    for text in ["/files/film.mp4", "https://cdn.example/a/film.WEBM?x=1"] {
        assert_eq!(video(text), Ok(Video::File(text.into())));
        assert_eq!(Video::File(text.into()).embed(), None);
    }
}

#[test]
fn what_is_no_film_is_refused() {
    for text in [
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXc\"",
        "https://www.youtube.com/redirect?q=https://evil.example",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://vimeo.com/abc",
        "https://vimeo.com/76979871/..%2f",
        "https://evil.example/",
        "https://evil.example/embed?x=<script>",
        "http://cdn.example/film.mp4",
        "javascript:alert(1)//film.mp4",
        "//evil.example/film.mp4",
        "/film.exe",
        "https://tube.example/w/a b",
    ] {
        assert!(video(text).is_err(), "{text}");
    }
}
