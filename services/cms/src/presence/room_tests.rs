use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn window(user: u128, id: u128) -> Window {
    Window { user: Uuid::from_u128(user), id: Uuid::from_u128(id) }
}

fn own(serial: u64, heard: i64) -> (Own, oneshot::Receiver<End>) {
    let (end, ended) = oneshot::channel();
    (Own { serial, way: None, heard: at(heard), end }, ended)
}

fn spot(block: &str) -> Spot {
    Spot { block: Some(block.to_owned()), ..Spot::default() }
}

/// Who is told to be there: windows and blocks.
fn told(room: &Room) -> Vec<(u128, Option<String>)> {
    room.publish();
    let (people, _) = room.listen();
    people.borrow().iter().map(|person| (person.window.id.as_u128(), person.spot.block.clone())).collect()
}

#[test]
fn who_comes_again_ends_what_he_came_by_before() {
    let mut room = Room::new();
    let (first, mut ended) = own(1, 0);
    room.sit(window(1, 1), None, at(0), first);
    room.say(window(1, 1), None, &spot("a"), at(1));
    let (second, _second) = own(2, 2);
    room.sit(window(1, 1), None, at(2), second);
    assert_eq!(ended.try_recv(), Ok(End::Replaced));
    // What ended late takes nobody away.
    assert!(!room.leave(window(1, 1), 1));
    assert_eq!(told(&room), [(1, Some("a".to_owned()))]);
    assert!(room.leave(window(1, 1), 2));
    assert_eq!(told(&room), []);
}

#[test]
fn a_window_elsewhere_is_believed_of_its_own_process_alone() {
    let mut room = Room::new();
    let [one, other] = [Uuid::from_u128(71), Uuid::from_u128(72)];
    room.there(one, window(2, 2), 3, at(5), spot("b"));
    // Of an older one that process has heard nothing yet.
    room.there(other, window(2, 2), 3, at(1), spot("old"));
    room.gone(other, window(2, 2));
    assert_eq!(told(&room), [(2, Some("b".to_owned()))]);
    room.keep_only(|process| process != other);
    assert_eq!(room.windows(), 1);
    room.gone(one, window(2, 2));
    assert_eq!(room.windows(), 0);
}

#[test]
fn a_window_that_went_to_another_process_is_there() {
    let mut room = Room::new();
    let (here, mut ended) = own(1, 0);
    room.sit(window(1, 1), None, at(3), here);
    let there = Uuid::from_u128(71);
    room.there(there, window(1, 1), 3, at(2), Spot::default());
    assert!(room.has_own(window(1, 1)), "it was there before it came here");
    room.there(there, window(1, 1), 3, at(4), Spot::default());
    assert_eq!(ended.try_recv(), Ok(End::Replaced));
    assert!(!room.has_own(window(1, 1)) && room.windows() == 1);
}

#[test]
fn whoever_says_nothing_and_whoever_is_doubted_goes() {
    let mut room = Room::new();
    let (quiet, mut ended) = own(1, 0);
    let (lively, _lively) = own(2, 0);
    room.sit(window(1, 1), None, at(0), quiet);
    room.sit(window(2, 2), None, at(0), lively);
    let process = Uuid::from_u128(71);
    for id in [3, 4] {
        room.there(process, window(id, id), 0, at(0), Spot::default());
    }
    assert_eq!(room.say(window(2, 2), None, &Spot::default(), at(40)), Word::Same);
    assert_eq!(room.say(window(2, 2), Some(process), &Spot::default(), at(90)), Word::Foreign);
    assert_eq!(room.say(window(3, 3), None, &spot("x"), at(90)), Word::Elsewhere);
    room.doubt(at(50));
    room.there(process, window(3, 3), 0, at(0), Spot::default());
    assert_eq!(room.expire(at(61)), [window(1, 1)]);
    assert_eq!(ended.try_recv(), Ok(End::Silent));
    let mut left: Vec<u128> = told(&room).into_iter().map(|(id, _)| id).collect();
    left.sort_unstable();
    assert_eq!(left, [2, 3]);
}

#[test]
fn people_are_told_only_of_what_is_different() {
    let mut room = Room::new();
    let (mine, _mine) = own(1, 0);
    room.sit(window(1, 1), Some("Anna".to_owned()), at(0), mine);
    room.publish();
    let (mut people, _) = room.listen();
    assert!(people.has_changed().unwrap(), "whoever comes hears who is there");
    people.mark_unchanged();
    room.publish();
    assert!(!people.has_changed().unwrap());
    room.there(Uuid::from_u128(71), window(2, 2), 1, at(1), Spot::default());
    assert_eq!(room.unnamed(), [Uuid::from_u128(2)]);
    room.publish();
    assert!(people.has_changed().unwrap());
    room.learn([(Uuid::from_u128(2), Some("Ben".to_owned()))]);
    assert!(room.unnamed().is_empty());
}
