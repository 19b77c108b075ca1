package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"gewu/store"
)

const auditHelp = `Look at the audit trail: every change, export and look at a private phone, with who, when and from where.

  gewu audit list --since 2026-11-01 --text grid
  gewu audit verify
  gewu audit verify --head 1234:5f2c…

Every entry has a hash of itself and of the one before it. verify computes them all anew. Note the head that it
prints somewhere else, and give it to a later run: only that shows a trail which was made anew as a whole.`

func auditCommand(std Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Look at the audit trail, and check that nobody has touched it",
		Long:  auditHelp,
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(auditListCommand(std), auditVerifyCommand(std))
	for _, sub := range cmd.Commands() {
		configure(sub)
	}
	return cmd
}

// checkFormat refuses a format other than text and json.
func checkFormat(format string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format is %q, and can be text or json", format)
	}
	return nil
}

func auditVerifyCommand(std Streams) *cobra.Command {
	var p place
	var format string
	var heads []string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Compute every hash of the audit trail anew; exit code 3 when something is wrong with it",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var wrong mistakes
			wrong.add(checkFormat(format))
			marks := make([]store.AuditMark, len(heads))
			for i, head := range heads {
				var err error
				marks[i], err = store.ParseAuditMark(head)
				wrong.add(err)
			}
			if err := errors.Join(wrong...); err != nil {
				return usage(err)
			}
			return verifyAudit(cmd.Context(), p, marks, format, std.Out)
		},
	}
	p.bind(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().StringArrayVar(&heads, "head", nil, "an entry and its hash as noted earlier, NUMBER:HASH; may be repeated")
	return cmd
}

func verifyAudit(ctx context.Context, p place, marks []store.AuditMark, format string, out io.Writer) error {
	return p.with(ctx, func(db *store.DB) error {
		report, err := db.VerifyAudit(ctx, marks...)
		if err != nil {
			return err
		}
		if err := tellAudit(out, format, report); err != nil {
			return err
		}
		if report.Found > 0 {
			return errProblems
		}
		return nil
	})
}

// tellAudit writes a report; the first finding is the first bad entry.
func tellAudit(out io.Writer, format string, r store.AuditReport) error {
	if format == "json" {
		return writeJSON(out, auditJSON(r))
	}
	for _, f := range r.Findings {
		fmt.Fprintf(out, "entry %d: %s: %s\n", f.ID, f.Kind, f.Detail)
	}
	if more := r.Found - int64(len(r.Findings)); more > 0 {
		fmt.Fprintf(out, "and %d more\n", more)
	}
	if r.Found > 0 {
		_, err := fmt.Fprintf(out, "the audit trail is not as it was written: %d findings in %d entries\n", r.Found, r.Entries)
		return err
	}
	if r.Entries == 0 {
		_, err := fmt.Fprintln(out, "the audit trail is empty")
		return err
	}
	_, err := fmt.Fprintf(out, "the audit trail is sound: %d entries\nhead %v\n", r.Entries, r.Head)
	return err
}
