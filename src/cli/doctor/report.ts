import type { DoctorReport } from '../../reports/doctor.js';

export type { DoctorReport } from '../../reports/doctor.js';
export type SystemFacts = DoctorReport['system'];
export type BackendCheck = DoctorReport['backends'][number];
export type BackendState = BackendCheck['state'];
/** The native engine as it lies on the disk. */
export type NativeFacts = DoctorReport['native'];
export type TerminalFacts = DoctorReport['terminal'];
