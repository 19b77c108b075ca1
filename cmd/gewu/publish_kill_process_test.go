package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"sync"
	"time"
)

// A publication is one that may be killed.
type publication struct {
	*killing
	cmd                 *exec.Cmd
	errs                bytes.Buffer
	acknowledged, ended chan struct{}
	once                sync.Once
}

// Write takes what the publication says when it is done.
func (p *publication) Write(text []byte) (int, error) {
	p.once.Do(func() { close(p.acknowledged) })
	return len(text), nil
}

func (k *killing) publish(edition string) *publication {
	k.t.Helper()
	p := &publication{killing: k, acknowledged: make(chan struct{}), ended: make(chan struct{})}
	p.cmd = exec.CommandContext(k.t.Context(), os.Args[0], "plan", "restore", edition, "--data", k.dir)
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	p.cmd.Stdout, p.cmd.Stderr = p, &p.errs
	if err := p.cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		_ = p.cmd.Wait() // it was killed, or lost its server, or is done
	}()
	return p
}

// What a publication is seen to wait for.
const (
	waitsForLock            = `select count(*) = 1 from pg_locks where not granted`
	waitsForAcknowledgement = `select count(*) = 1 from pg_stat_activity where wait_event = 'SyncRep' and query = 'commit'`
)

// seen returns when a statement that looks for the publication answers yes.
func (p *publication) seen(statement string) {
	p.t.Helper()
	p.until(statement, p.ended)
}

// wait returns when the publication has come so far.
func (p *publication) wait(reached <-chan struct{}) {
	p.t.Helper()
	select {
	case <-reached:
	case <-p.ended:
		select {
		case <-reached:
		default:
			p.t.Fatalf("the publication ends by itself: %s", &p.errs)
		}
	case <-time.After(time.Minute):
		p.t.Fatal("the publication hangs")
	}
}

// until asks again until a statement answers yes. Nobody may end meanwhile.
func (k *killing) until(statement string, ended <-chan struct{}) {
	k.t.Helper()
	ctx, cancel := context.WithTimeout(k.t.Context(), time.Minute)
	defer cancel()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for yes := false; ; {
		if err := k.conn.QueryRow(ctx, statement).Scan(&yes); err != nil {
			k.t.Fatalf("%s: %v", statement, err)
		}
		if yes {
			return
		}
		select {
		case <-again.C:
		case <-ended:
			k.t.Fatal("the publication ends before it can be killed")
		case <-ctx.Done():
			k.t.Fatalf("never: %s", statement)
		}
	}
}
