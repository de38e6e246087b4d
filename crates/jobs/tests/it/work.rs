use jobs::{Job, JobContext, JobError, Registry};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::support::World;

/// Writes what no person writes, in its own shop, and once more in another one that it names.
#[derive(Debug, Serialize, Deserialize)]
struct Fill {
    other: Uuid,
}

const CART: &str = "insert into public.carts (organization_id, currency_code) values ($1, 'eur')";

impl Job for Fill {
    const NAME: &'static str = "test.fill";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.begin_working().await?;
        assert_eq!(tx.organization().unwrap(), ctx.organization());
        db::exec(&tx, CART, [ctx.organization().into()]).await?;
        tx.commit().await?;
        // The policies hold for it as for everybody: there is no other shop.
        let tx = ctx.begin_working().await?;
        let refused = db::exec(&tx, CART, [self.other.into()]).await;
        assert!(matches!(refused, Err(db::Error::Forbidden(_))), "{refused:?}");
        drop(tx);
        let tx = ctx.begin_working_in(self.other).await?;
        db::exec(&tx, CART, [self.other.into()]).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[derive(db::sea_orm::FromQueryResult)]
struct Count {
    n: i64,
}

#[tokio::test]
async fn a_job_works_in_its_shop_by_the_same_policies() {
    let world = World::new().await;
    world.enqueue(&Fill { other: world.other_shop }).await;
    let drained = world.run_jobs(&Registry::new().with::<Fill>(())).await;
    assert_eq!((drained.done, drained.errors), (1, Vec::new()));
    let tx = world.system().await;
    for shop in [world.shop, world.other_shop] {
        let sql = "select count(*) as n from public.carts where organization_id = $1";
        let Count { n } = db::fetch_one(&tx, sql, [shop.into()]).await.unwrap();
        assert_eq!(n, 1);
    }
}
