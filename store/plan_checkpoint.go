package store

import (
	"context"
	"log/slog"
	"time"
)

// checkpointRows is after how many rows of a log the plan is kept as it then is.
const checkpointRows = 64

// checkpoint keeps a plan as it is at a revision, when it is time, after what led there is committed and while
// its answer is on the way: to write down 20,000 cells takes tens of milliseconds, which nobody who holds the plan should
// wait for. The log alone makes the plan; so a checkpoint that is missing, as after a crash, only makes it
// open later. Close waits for it.
func (db *DB) checkpoint(ctx context.Context, id int64, h *history) {
	if h.revision%checkpointRows != 0 {
		return
	}
	ctx = context.WithoutCancel(ctx)
	db.plans.writing.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		_, err := db.service.Exec(ctx, query("plan_checkpoint_add"), args{"plan": id, "revision": h.revision, "body": h.now().Encode()})
		if err != nil {
			slog.WarnContext(ctx, "a checkpoint of a plan was not kept", "plan", id, "revision", h.revision, "err", err)
		}
	})
}
