package api_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"gewu/api"
)

func TestAServerStopsAfterItsRequests(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	asked, answer := make(chan bool), make(chan bool)
	c := townOf(t).config()
	server := api.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-answer
		w.WriteHeader(http.StatusNoContent)
	}), c.Log)
	served := make(chan error, 1)
	go func() { served <- api.Serve(ctx, server, listener, time.Minute) }()
	got := make(chan int, 1)
	go func() {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listener.Addr().String(), nil)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			got <- 0
			return
		}
		_ = res.Body.Close()
		got <- res.StatusCode
	}()
	<-asked
	stop()
	close(answer)
	if status := <-got; status != http.StatusNoContent {
		t.Errorf("the request that was under way got %d", status)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestAServerBreaksOffWhatTakesTooLong(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	server := api.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	}), townOf(t).config().Log)
	go func() {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listener.Addr().String(), nil)
		if res, err := http.DefaultClient.Do(r); err == nil {
			_ = res.Body.Close()
		}
	}()
	if err := api.Serve(ctx, server, listener, time.Millisecond); err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestServeTellsWhyItCannot(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	server := api.NewServer(http.NotFoundHandler(), townOf(t).config().Log)
	if err := api.Serve(t.Context(), server, listener, time.Second); err == nil {
		t.Error("a closed listener was served")
	}
}
