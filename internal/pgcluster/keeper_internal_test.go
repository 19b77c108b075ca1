package pgcluster

import (
	"testing"
	"time"
)

// A server dies again and again, each time after it has answered for so long.
func TestThePauseBeforeARestartGrowsAndGoesBack(t *testing.T) {
	const ms = time.Millisecond
	for name, lives := range map[string][]struct{ answered, want time.Duration }{
		"one that never answers": {
			{0, 250 * ms},
			{0, 500 * ms},
			{0, time.Second},
			{0, 2 * time.Second},
			{0, 4 * time.Second},
			{0, 8 * time.Second},
			{0, 16 * time.Second},
			{0, 30 * time.Second},
			{0, 30 * time.Second},
		},
		"one that answers for a moment": {{50 * ms, 250 * ms}, {50 * ms, 500 * ms}, {50 * ms, time.Second}},
		"one that is killed now and then": {
			{time.Second, 250 * ms}, {time.Second, 250 * ms}, {3 * time.Second, 250 * ms}, {time.Hour, 250 * ms},
		},
		"one that is well again after it never answered, or for a moment": {
			{0, 250 * ms}, {0, 500 * ms}, {999 * ms, time.Second}, {0, 2 * time.Second}, {time.Second, 250 * ms}, {0, 500 * ms},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var pause time.Duration
			for i, life := range lives {
				if pause = pauseAfter(pause, life.answered); pause != life.want {
					t.Errorf("after %d lives, the last of %v, the pause is %v, want %v", i+1, life.answered, pause, life.want)
				}
			}
		})
	}
}
