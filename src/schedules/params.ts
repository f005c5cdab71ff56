import { z } from 'zod';

/** A learning rate that training can use. */
export const rate = z.number().positive();

/** A learning rate, or 0 where nothing is to be learnt. */
export const rateOrZero = z.number().min(0);
