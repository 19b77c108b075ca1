package tiles

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// flights has each thing made once for all who ask for it at a time. The zero value is ready.
type flights[K comparable, V any] struct {
	mu    sync.Mutex
	under map[K]*flight[V]
}

type flight[V any] struct {
	done    chan struct{} // closed when value and err are set
	value   V
	err     error
	waiting int
	cancel  context.CancelFunc
}

// do returns what fly makes of the key, from a flight that is under way if there is one. The
// flight goes on, for as long as limit, when the first who asked has gone, and ends early when
// all have. A panic of fly is an error.
func (f *flights[K, V]) do(ctx context.Context, key K, limit time.Duration, fly func(context.Context) (V, error)) (V, error) {
	f.mu.Lock()
	one, found := f.under[key]
	if !found {
		one = f.start(ctx, key, limit, fly)
	}
	one.waiting++
	f.mu.Unlock()
	select {
	case <-one.done:
		return one.value, one.err
	case <-ctx.Done():
		f.leave(key, one)
		var none V
		return none, ctx.Err()
	}
}

func (f *flights[K, V]) start(ctx context.Context, key K, limit time.Duration, fly func(context.Context) (V, error)) *flight[V] {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	one := &flight[V]{done: make(chan struct{}), cancel: cancel}
	if f.under == nil {
		f.under = map[K]*flight[V]{}
	}
	f.under[key] = one
	go func() {
		defer cancel()
		defer close(one.done)
		defer f.end(key, one)
		one.value, one.err = guarded(ctx, fly)
	}()
	return one
}

// guarded calls fly; a panic becomes an error, as nobody is above to recover from it.
func guarded[V any](ctx context.Context, fly func(context.Context) (V, error)) (value V, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return fly(ctx)
}

// end lets the next who ask have a flight of their own.
func (f *flights[K, V]) end(key K, one *flight[V]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.under[key] == one {
		delete(f.under, key)
	}
}

// leave ends the flight when nobody waits for it any more.
func (f *flights[K, V]) leave(key K, one *flight[V]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.waiting--; one.waiting > 0 {
		return
	}
	one.cancel()
	if f.under[key] == one {
		delete(f.under, key)
	}
}
