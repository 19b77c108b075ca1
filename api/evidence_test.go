package api_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"gewu/analysis"
	"gewu/api"
)

// slowEvidence is a source that takes a while to read each version.
type slowEvidence struct {
	takes   time.Duration
	version int64
	err     error
}

func (s *slowEvidence) Evidence(ctx context.Context) (*analysis.Evidence, error) {
	select {
	case <-time.After(s.takes):
		return &analysis.Evidence{Version: s.version}, s.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestAQuestionWaitsForEvidenceButNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowEvidence{takes: 5 * time.Second, version: 1}
		keeper := api.NewEvidenceKeeper(source, "v9", slog.New(slog.DiscardHandler))
		e, err := keeper.Evidence(t.Context())
		if err != nil || e.Version != 1 || e.Program != "v9" {
			t.Fatalf("%+v, %v", e, err)
		}
		source.takes, source.version = time.Minute, 2
		if e, err := keeper.Evidence(t.Context()); err != nil || e.Version != 1 {
			t.Errorf("while much is read: %+v, %v", e, err)
		}
		source.takes = 0
		if e, err := keeper.Evidence(t.Context()); err != nil || e.Version != 2 {
			t.Errorf("after that: %+v, %v", e, err)
		}
		source.err = errors.New("away")
		if _, err := keeper.Evidence(t.Context()); !errors.Is(err, source.err) {
			t.Errorf("without the database: %v", err)
		}
		fresh := api.NewEvidenceKeeper(&slowEvidence{takes: time.Minute}, "v9", slog.New(slog.DiscardHandler))
		if _, err := fresh.Evidence(t.Context()); !errors.Is(err, api.ErrNoEvidence) {
			t.Errorf("before there is any: %v", err)
		}
	})
}
