"""A policy put on trial: its examples, its properties, and what every policy must satisfy, on forms that are looked for."""
