package api

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
)

func TestWhatIsAskedForByManyIsWorkedOutOnce(t *testing.T) {
	k := newKept(2, 100, func(n int) int { return n })
	times := 0
	begun, asked := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		n, err := k.of(t.Context(), "a", func(context.Context) (int, error) {
			times++
			close(begun)
			<-asked
			return 7, nil
		})
		if n != 7 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
	<-begun
	for range 5 {
		all.Go(func() {
			if n, err := k.of(t.Context(), "a", nil); n != 7 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	close(asked)
	all.Wait()
	if times != 1 {
		t.Errorf("it was worked out %d times", times)
	}
}

func TestWhatNobodyWaitsForIsGivenUp(t *testing.T) {
	k := newKept(2, 100, func(n int) int { return n })
	ctx, giveUp := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	_, err := k.of(ctx, "a", func(ctx context.Context) (int, error) {
		giveUp()
		<-ctx.Done()
		stopped <- ctx.Err()
		return 0, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) || !errors.Is(<-stopped, context.Canceled) {
		t.Errorf("who gives up is told %v", err)
	}
	if n, err := k.of(t.Context(), "a", func(context.Context) (int, error) { return 3, nil }); n != 3 || err != nil {
		t.Errorf("asked again, it is %d, %v", n, err)
	}
}

func TestAPanicInTheBackgroundIsAnError(t *testing.T) {
	k := newKept(2, 100, func(n int) int { return n })
	_, err := k.of(t.Context(), "a", func(context.Context) (int, error) { panic("it broke") })
	if err == nil || !strings.Contains(err.Error(), "it broke") {
		t.Errorf("%v", err)
	}
}

func TestWhatWasAskedForLongestAgoIsForgottenFirst(t *testing.T) {
	k := newKept(3, 100, func(n int) int { return n })
	ask := func(key string, n int) (worked bool) {
		_, _ = k.of(t.Context(), key, func(context.Context) (int, error) {
			worked = true
			return n, nil
		})
		return worked
	}
	ask("a", 30)
	ask("b", 30)
	ask("a", 30)
	if !ask("c", 60) || ask("a", 30) || !ask("b", 30) {
		t.Error("what was asked for longest ago was kept, or another was not")
	}
	if !ask("huge", 1000) || ask("huge", 1000) {
		t.Error("the one asked for last is not kept, however large")
	}
}
