package api

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
)

// A kept keeps what was worked out for the questions that were asked last, each once: who asks for what is being
// worked out waits for it, and when nobody waits any more it is given up.
type kept[T any] struct {
	most   int         // how many are kept
	room   int         // how much memory they may take together, but for the one asked for last
	size   func(T) int // how much of it one takes
	at     chan struct{}
	mu     sync.Mutex
	theirs []*keeping[T] // the one asked for last is the first
}

// A keeping is what is kept for a question.
type keeping[T any] struct {
	key     string
	it      T
	err     error
	done    chan struct{} // closed once it is worked out
	ended   bool
	waiting int
	stop    context.CancelFunc
}

func newKept[T any](most, room int, size func(T) int) *kept[T] {
	return &kept[T]{most: most, room: room, size: size, at: make(chan struct{}, max(1, runtime.NumCPU()/2))}
}

// of returns what work returns for the question that a key stands for.
func (k *kept[T]) of(ctx context.Context, key string, work func(context.Context) (T, error)) (T, error) {
	one := k.join(ctx, key, work)
	defer k.leave(one)
	select {
	case <-one.done:
		return one.it, one.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// join finds what is kept under a key, or has it worked out, and puts it first.
func (k *kept[T]) join(ctx context.Context, key string, work func(context.Context) (T, error)) *keeping[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	var one *keeping[T]
	if at := slices.IndexFunc(k.theirs, func(o *keeping[T]) bool { return o.key == key }); at >= 0 {
		one = k.theirs[at]
		k.theirs = slices.Delete(k.theirs, at, at+1)
	} else {
		one = &keeping[T]{key: key, done: make(chan struct{})}
		ctx, one.stop = context.WithCancel(context.WithoutCancel(ctx)) // for all who wait, whoever of them gives up
		go k.work(ctx, one, work)
	}
	one.waiting++
	k.theirs = slices.Insert(k.theirs, 0, one)
	return one
}

// leave gives up what nobody waits for any more.
func (k *kept[T]) leave(one *keeping[T]) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if one.waiting--; one.waiting > 0 || one.ended {
		return
	}
	one.stop()
	k.theirs = slices.DeleteFunc(k.theirs, func(o *keeping[T]) bool { return o == one })
}

// work works it out, as soon as there is a place for that.
func (k *kept[T]) work(ctx context.Context, one *keeping[T], work func(context.Context) (T, error)) {
	defer one.stop()
	select {
	case k.at <- struct{}{}:
		one.it, one.err = unbroken(ctx, work)
		<-k.at
	case <-ctx.Done():
		one.err = ctx.Err()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	one.ended = true
	close(one.done)
	k.trim()
}

// unbroken has a panic be an error: work is done outside of any request.
func unbroken[T any](ctx context.Context, work func(context.Context) (T, error)) (it T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work(ctx)
}

// trim forgets what was not asked for for longest, until what is left is little enough.
func (k *kept[T]) trim() {
	n, sum := 0, 0
	k.theirs = slices.DeleteFunc(k.theirs, func(o *keeping[T]) bool {
		if !o.ended {
			return false
		}
		if n++; o.err == nil {
			sum += k.size(o.it)
		}
		return n > k.most || n > 1 && sum > k.room
	})
}

// all returns what is worked out and kept, what was asked for last first.
func (k *kept[T]) all() (its []T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, o := range k.theirs {
		if o.ended && o.err == nil {
			its = append(its, o.it)
		}
	}
	return its
}

// forget forgets what is worked out and chosen; who has it keeps it.
func (k *kept[T]) forget(chosen func(T) bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.theirs = slices.DeleteFunc(k.theirs, func(o *keeping[T]) bool { return o.ended && o.err == nil && chosen(o.it) })
}
