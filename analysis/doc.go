// Package analysis answers what a leader asks of a district's issues: where the work is, where it is
// worse than chance explains, what is new, growing or ended, and where nobody looks. It turns a
// [Question] and the [Evidence] into an [Answer] with the package hotspot, and says with every answer how it was
// made and what it does not tell.
//
// It does no input or output and reads no clock. The same question, evidence and program give the same
// bytes. Nothing is ever NaN or infinite: what has no value is null, and what cannot be tested says why.
//
// Days are days of the district's time zone. Periods run from a day until another, exclusive.
package analysis
