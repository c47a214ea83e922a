// Briefs is the function of the briefs that people work from:
//
//	GET  /me/brief/{application}              the brief in force, to be acknowledged
//	POST /api/me/brief/{application}/{what}   acknowledge, ask on its board, or take an offer
//	GET  /briefs/sign/{token}                 a version, for the client, who has no account
//	POST /api/briefs/sign/{token}/{what}      sign or return it
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Briefs() }
