export type Disposition = "arrived_safe" | "offence_registered" | "referred" | "false_accidental" | "false_test" | "no_contact_pending";
