package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// tick is the unit in which /proc tells processor time, see proc(5).
const tick = 10 * time.Millisecond

// Fields of /proc/…/stat, counted from the one after the name of the program.
const (
	statParent   = 1
	statOwn      = 11 // user, and system after it
	statChildren = 13 // the same of children that have ended
)

// processTime is how much of the processors a process has used.
func processTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	return stat(b, pid, statOwn) + stat(b, pid, statOwn+1)
}

// databaseTime is how much of the processors a database server on this machine has used: its
// processes that run, and those that have ended.
func databaseTime(b *testing.B, conn *pgx.Conn) time.Duration {
	b.Helper()
	rows, err := conn.Query(b.Context(), `select pid from pg_stat_activity`)
	if err != nil {
		b.Fatal(err)
	}
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		b.Fatal(err)
	}
	postmaster := int(stat(b, int(conn.PgConn().PID()), statParent) / tick)
	all := stat(b, postmaster, statChildren) + stat(b, postmaster, statChildren+1)
	for _, pid := range pids {
		all += processTime(b, pid)
	}
	return all
}

// stat reads a number of ticks of a process; 0 when the process has ended.
func stat(b *testing.B, pid, field int) time.Duration {
	b.Helper()
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(line), ") ")
	ticks, err := strconv.ParseInt(strings.Fields(rest)[field], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return time.Duration(ticks) * tick
}
