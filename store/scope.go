package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"gewu/access"
)

// readIn runs fn in a transaction that only reads, from one state of the database, and that sees
// the issues, attachments, phones and entries of the trail of a scope: the database itself leaves
// out all others.
func (db *DB) readIn(ctx context.Context, scope access.Scope, fn func(tx pgx.Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, db.reader, options, func(tx pgx.Tx) error {
		if err := see(ctx, tx, scope); err != nil {
			return err
		}
		return fn(tx)
	})
}

// see sets for which areas the rest of a transaction reads.
func see(ctx context.Context, tx pgx.Tx, scope access.Scope) error {
	_, err := tx.Exec(ctx, query("scope"), args{"areas": scopeText(scope)})
	return err
}

// scopeText is a scope as the database is told it: "all", or ids between commas.
func scopeText(scope access.Scope) string {
	if scope.All {
		return "all"
	}
	ids := make([]string, len(scope.Areas))
	for i, id := range scope.Areas {
		ids[i] = strconv.FormatInt(int64(id), 10)
	}
	return strings.Join(ids, ",")
}
