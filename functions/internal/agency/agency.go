// Package agency holds the words everybody shares: ids, actors and roles, the
// clock, errors, state machines and audit events. It imports none of ours and
// knows nothing of HTTP, storage or mail.
package agency
