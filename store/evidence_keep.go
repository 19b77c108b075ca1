package store

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"gewu/analysis"
	"gewu/district"
)

// keptEvidence holds the evidence that was made last. The zero value is ready.
type keptEvidence struct {
	flights singleflight.Group
	making  sync.Mutex // held while it is made
	mu      sync.Mutex
	made    *evidenceMade
}

// evidenceMade is evidence and what it was made of.
type evidenceMade struct {
	*analysis.Evidence
	snapshot *district.Snapshot
	settings district.Settings
}

// Evidence returns what analyses are made of, as the district stands today, at the newest version of the
// data that is known. It is read once, and then follows the change log: what a write did not touch is shared
// with the evidence before. Several who ask wait for the same; the first time that may take some seconds. The
// error wraps an [analysis.Refusal] where there is none for a district of that size.
func (db *DB) Evidence(ctx context.Context) (*analysis.Evidence, error) {
	version, err := db.enough(ctx)
	if err != nil {
		return nil, err
	}
	today, err := db.Today(ctx)
	if err != nil {
		return nil, err
	}
	if made := db.evidence.at(version, today); made != nil {
		return made.Evidence, nil
	}
	key := strconv.FormatInt(version, 10) + today.Format(time.DateOnly)
	flight := db.evidence.flights.DoChan(key, func() (any, error) {
		// One caller that gives up must not fail the others that wait for the same evidence.
		return db.refreshEvidence(context.WithoutCancel(ctx), version, today)
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("evidence: %w", ctx.Err())
	case result := <-flight:
		if result.Err != nil {
			return nil, fmt.Errorf("evidence: %w", result.Err)
		}
		return result.Val.(*evidenceMade).Evidence, nil
	}
}

// at returns the evidence of a day that has come to a version, or nil.
func (k *keptEvidence) at(version int64, day time.Time) *evidenceMade {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made != nil && k.made.Version >= version && k.made.snapshot.Day.Equal(day) {
		return k.made
	}
	return nil
}

// refreshEvidence brings the evidence to a version or a later one. One does so at a time: each is what the next
// is made from.
func (db *DB) refreshEvidence(ctx context.Context, version int64, day time.Time) (*evidenceMade, error) {
	db.evidence.making.Lock()
	defer db.evidence.making.Unlock()
	if made := db.evidence.at(version, day); made != nil {
		return made, nil
	}
	old := db.evidence.last()
	made, err := db.readEvidence(ctx, day, func(ctx context.Context, r *evidenceReader) (*analysis.Evidence, error) {
		if old != nil {
			if e, followed, err := r.follow(ctx, old); followed || err != nil {
				return e, err
			}
		}
		return r.readAll(ctx)
	})
	if err != nil {
		return nil, err
	}
	db.evidence.keep(made)
	return made, nil
}

func (k *keptEvidence) last() *evidenceMade {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.made
}

func (k *keptEvidence) keep(made *evidenceMade) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.made = made
}
